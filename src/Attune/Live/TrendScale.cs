namespace Attune.Live;

/// <summary>How much an item is taken up beside the one that is taken up most, on a logarithmic scale of 0 to 1: ln(1 + 99 x) / ln 100.</summary>
static class TrendScale
{
    // What lies between an item nobody takes up and the one most do.
    const float Steps = 99;

    /// <summary>The value of the item that is taken up most, as of the last batch; 0 where nothing is.</summary>
    public static float Most(TrendingView view) => view.Leaders.Items is { IsEmpty: false } leaders ? view.Of(leaders[0]) : 0;

    /// <summary>A value beside the greatest one; 0 where that is 0.</summary>
    public static float Of(float value, float most) =>
        most > 0 ? MathF.Log(1 + (Steps * Math.Min(1, value / most))) / MathF.Log(1 + Steps) : 0;
}
