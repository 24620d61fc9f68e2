namespace Attune.Catalog.Columns;

/// <summary>Collects changes of one column and builds the next; what does not change is shared with the column before.</summary>
sealed class ColumnEditor(Column source, NumberedTexts texts)
{
    readonly ChunkedArray<double>.Editor? _numbers = source.Numbers?.Edit();
    readonly ChunkedArray<byte>.Editor? _flags = source.Flags?.Edit();
    readonly ChunkedArray<int>.Editor? _codes = source.Codes?.Edit();
    readonly ChunkedArray<int[]?>.Editor? _sets = source.Sets?.Edit();
    readonly Dictionary<int, List<(int Ordinal, bool Present)>> _members = [];

    /// <summary>Puts <paramref name="after"/> in place of <paramref name="before"/>, the value the item has now.</summary>
    internal void Set(int ordinal, PropertyValue before, PropertyValue after)
    {
        var none = after.Type == PropertyType.None;
        _flags?.Set(ordinal, none ? (byte)0 : after.Number != 0 ? Column.True : Column.False);
        _codes?.Set(ordinal, none ? -1 : texts.Add(after.Text!));
        if (source.Members is null)
        {
            _numbers?.Set(ordinal, none ? double.NaN : after.Number);
            return;
        }

        _numbers!.Set(ordinal, none ? double.NaN : after.Members!.Length);
        Change(ordinal, before.Members, present: false);
        Change(ordinal, after.Members, present: true);
        _sets!.Set(ordinal, none ? null : Array.ConvertAll(after.Members!, texts.Add));
    }

    internal Column Build()
    {
        var members = source.Members;
        if (members is not null && _members.Count > 0)
        {
            var editor = members.ToBuilder();
            foreach (var (code, changes) in _members)
            {
                var next = editor.GetValueOrDefault(code, Postings.Empty).With(changes);
                if (next.IsEmpty)
                {
                    editor.Remove(code);
                }
                else
                {
                    editor[code] = next;
                }
            }

            members = editor.ToImmutable();
        }

        return new Column(_numbers?.Build(), _flags?.Build(), _codes?.Build(), members) { Sets = _sets?.Build() };
    }

    void Change(int ordinal, string[]? names, bool present)
    {
        foreach (var name in names ?? [])
        {
            var code = texts.Add(name);
            if (!_members.TryGetValue(code, out var changes))
            {
                _members.Add(code, changes = []);
            }

            changes.Add((ordinal, present));
        }
    }
}
