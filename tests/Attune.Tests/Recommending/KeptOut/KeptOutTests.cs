namespace Attune.Tests.Recommending.KeptOut;

/// <summary>What is kept out, in whichever way, appears on no path, from the next question on.</summary>
public sealed class KeptOutTests
{
    public static TheoryData<string, string> Meetings
    {
        get
        {
            var meetings = new TheoryData<string, string>();
            foreach (var path in Path.All)
            {
                foreach (var way in Way.All.Where(way => (way.Needs & ~path.Has) == 0))
                {
                    meetings.Add(way.Name, path.Name);
                }
            }

            return meetings;
        }
    }

    [Theory]
    [MemberData(nameof(Meetings))]
    public async Task What_is_kept_out_appears_on_no_path_from_the_next_question_on(string way, string path)
    {
        var taken = Path.All.Single(one => one.Name == path);
        await using var placement = await taken.OpenAsync();
        Assert.Equal(taken.Stands, await placement.StandsAsync(taken.Count));

        await Way.All.Single(one => one.Name == way).Apply(placement);

        Assert.Null(await placement.StandsAsync(taken.Count));
        Assert.Null(await placement.StandsAsync(taken.Count is null ? null : 500));
    }
}
