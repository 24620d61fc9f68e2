using Attune.Learning.Evaluation;

namespace Attune.Tuning;

/// <summary>What a race chose and why, in sentences.</summary>
static class RaceWords
{
    internal static IEnumerable<string> OfDropped(IReadOnlyList<Contender> contenders, TimeSpan budget) => contenders
        .Where(contender => !contender.Stands)
        .Select(contender => Text($"{contender.Best.Name} took no part: {contender.Failure ?? Text($"the {budget.TotalSeconds:0} s were over before its turn")}."));

    internal static string OfWinner(Contender winner, Contender other, Estimate above, int questions, TuningSettings settings)
    {
        if (other == winner)
        {
            return Text($"{winner.Best.Name} is the only model that could be tried: NDCG {winner.Figure:0.0000} on {questions} validation questions.");
        }

        if (other.Figure > winner.Figure)
        {
            return Text($"Best alone: {winner.Best.Name}, NDCG {winner.Figure:0.0000} on {questions} validation questions. {other.Best.Name} has {other.Figure:0.0000}, which is level ({Share(above.Mean, winner.Figure)}, a difference of {Interval(above)}; a tie is under {settings.LeastGain * 100:0.#} % or within chance), and {winner.Best.Name} is simpler.");
        }

        return Text($"Best alone: {winner.Best.Name}, NDCG {winner.Figure:0.0000} on {questions} validation questions, {Share(above.Mean, other.Figure)} above the next, {other.Best.Name} ({other.Figure:0.0000}; a difference of {Interval(above)}).");
    }

    internal static IEnumerable<string> OfBlend(string what, RacedBlend blend, int questions)
    {
        if (blend.Parts.Count == 1)
        {
            yield return Text($"{what} is {blend.Parts[0].Model.Best.Name} alone: no other model raised its NDCG of {blend.Figure:0.0000} on {questions} validation questions by enough, and beyond chance.");
            yield break;
        }

        var parts = string.Join(", ", blend.Parts.Select(part => Text($"{part.Model.Best.Name} {part.Weight:0.00}")));
        yield return Text($"{what}: {parts}. NDCG {blend.Figure:0.0000} on {questions} validation questions, {Share(blend.Gain.Mean, blend.AloneFigure)} above {blend.Alone.Best.Name} alone ({blend.AloneFigure:0.0000}; a difference of {Interval(blend.Gain)}).");
        foreach (var (model, step) in blend.Steps.Where(step => step.Step.Without > 0))
        {
            yield return Text($"{(step.Kept ? "Taken up" : "Left out")}: {model.Best.Name}, {step.Without:0.0000} without, {step.With:0.0000} with ({Share(step.With - step.Without, step.Without)}).");
        }
    }

    static string Interval(Estimate estimate) => Text($"{estimate.Mean:+0.0000;-0.0000} [{estimate.Low:+0.0000;-0.0000} {estimate.High:+0.0000;-0.0000}]");

    static string Share(double difference, double of) => of > 0 ? Text($"{difference / of:+0.0 %;-0.0 %}") : "from nothing";

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
