using Attune.Embedded.Files;

namespace Attune.Embedded.Tests.Files;

public sealed class Crc32CTests
{
    [Fact]
    public void The_check_value_of_the_standard_comes_out() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void Pieces_give_what_the_whole_gives()
    {
        var bytes = new byte[100];
        new Random(1).NextBytes(bytes);

        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(Crc32C.Of(bytes), Crc32C.Of(bytes.AsSpan(0, cut), bytes.AsSpan(cut)));
            Assert.Equal(Crc32C.Of(bytes), Crc32C.Continue(Crc32C.Continue(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }
}
