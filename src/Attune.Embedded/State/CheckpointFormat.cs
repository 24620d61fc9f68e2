namespace Attune.Embedded.State;

/// <summary>The constants of a checkpoint file; its layout is drawn in FORMAT.md.</summary>
static class CheckpointFormat
{
    public const string FileName = "state.checkpoint";

    public const string UnfinishedName = FileName + ".new";

    public const ushort Version = 1;

    /// <summary>Magic, version, reserved, length of the offsets' text.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Where a record's kind would stand, after the last record.</summary>
    public const byte End = 0xFF;

    public static ReadOnlySpan<byte> Magic => "ATTUNSTA"u8;
}
