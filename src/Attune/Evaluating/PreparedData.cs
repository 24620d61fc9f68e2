using Attune.Learning.Splits;

namespace Attune.Evaluating;

/// <summary>A data set, read and cut: what every model of a run is given.</summary>
/// <param name="Protocol">The sentence printed beside the figures.</param>
/// <param name="Test">What is measured on.</param>
/// <param name="Validation">What settings are chosen on: cut out of train alone.</param>
/// <param name="LeaveOutSeen">True where known items are no candidates.</param>
/// <param name="Timed">True where times are real.</param>
/// <param name="Ordered">True where the order of a user's interactions is real.</param>
/// <param name="Questions">What a question is: <c>users</c>, <c>prefixes</c>.</param>
/// <param name="Notes">What was left out in reading.</param>
sealed record PreparedData(
    string Protocol,
    Lazy<DataSplit> Test,
    Lazy<DataSplit> Validation,
    bool LeaveOutSeen,
    bool Timed,
    bool Ordered,
    string Questions,
    IReadOnlyList<string> Notes);
