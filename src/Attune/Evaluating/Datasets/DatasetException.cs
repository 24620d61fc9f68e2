namespace Attune.Evaluating.Datasets;

/// <summary>A data set cannot be read: names the file, the line and what was expected. For the person who gave the file.</summary>
/// <param name="path">The file.</param>
/// <param name="line">From 1; 0 where the file as a whole is meant.</param>
/// <param name="fault">What was found and what was expected.</param>
public sealed class DatasetException(string path, int line, string fault)
    : Exception(line > 0 ? $"{path}, line {line}: {fault}" : $"{path}: {fault}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>From 1; 0 where the file as a whole is meant.</summary>
    public int Line { get; } = line;

    /// <summary>A value from a file, short enough for a message.</summary>
    internal static string Quote(ReadOnlySpan<char> value) =>
        value.Length <= 64 ? $"'{value}'" : $"'{value[..64]}…' ({value.Length} characters)";
}
