using System.Globalization;
using System.Text;

namespace Attune.Server.Tests.Verbs;

/// <summary>A folder that is gone after the test.</summary>
sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("attune-verbs-").FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>60 users of two tastes, 8 events each over 60 days: enough to train and to hold something out.</summary>
    public string WriteShop(string name)
    {
        var random = new Random(20_261_120);
        var text = new StringBuilder("user,item,type,time\n");
        for (var day = 0; day < 60; day++)
        {
            for (var visit = 0; visit < 8; visit++)
            {
                var user = random.Next(60);
                var item = (user % 2 * 10) + random.Next(10);
                text.Append(CultureInfo.InvariantCulture, $"u{user},i{item},{(random.Next(3) == 0 ? "purchase" : "view")},");
                text.Append(new DateTime(2026, 9, 1).AddDays(day).AddHours(visit).ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return Write(name, text.ToString());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
