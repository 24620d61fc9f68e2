namespace Attune.Catalog.Columns;

/// <summary>Collects changes of one column and builds the next; what does not change is shared with the column before.</summary>
sealed class ColumnEditor(Column source, NumberedTexts texts)
{
    readonly ChunkedArray<double>.Editor? _numbers = source.Numbers?.Edit();
    readonly ChunkedArray<byte>.Editor? _flags = source.Flags?.Edit();
    readonly ChunkedArray<int>.Editor? _codes = source.Codes?.Edit();
    readonly ChunkedArray<int[]?>.Editor? _sets = source.Sets?.Edit();
    readonly ChunkedArray<GeoPoint>.Editor? _points = source.Points?.Edit();
    readonly ChunkedArray<float[]?>.Editor? _vectors = source.Vectors?.Edit();
    readonly Dictionary<int, List<(int Ordinal, bool Present)>> _members = [];
    bool _indexed = source.Members is not null;

    /// <summary>Puts <paramref name="after"/> in place of <paramref name="before"/>, the value the item has now.</summary>
    internal void Set(int ordinal, PropertyValue before, PropertyValue after)
    {
        var none = after.Type == PropertyType.None;
        _flags?.Set(ordinal, none ? (byte)0 : after.Number != 0 ? Column.True : Column.False);
        _points?.Set(ordinal, after.Point ?? GeoPoint.None);
        _vectors?.Set(ordinal, after.Vector);
        if (_codes is not null)
        {
            _codes.Set(ordinal, none ? -1 : texts.Add(after.Text!));
            if (_indexed)
            {
                Change(ordinal, before.Text, present: false);
                Change(ordinal, after.Text, present: true);
                _indexed = _members.Count <= Column.MostIndexed;
            }

            return;
        }

        if (source.Members is null)
        {
            _numbers?.Set(ordinal, none ? double.NaN : after.Number);
            return;
        }

        _numbers!.Set(ordinal, none ? double.NaN : after.Members!.Length);
        foreach (var member in before.Members ?? [])
        {
            Change(ordinal, member, present: false);
        }

        foreach (var member in after.Members ?? [])
        {
            Change(ordinal, member, present: true);
        }

        _sets!.Set(ordinal, none ? null : Array.ConvertAll(after.Members!, texts.Add));
    }

    internal Column Build()
    {
        var members = _indexed ? source.Members : null;
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

            members = _codes is not null && editor.Count > Column.MostIndexed ? null : editor.ToImmutable();
        }

        return new Column(_numbers?.Build(), _flags?.Build(), _codes?.Build(), members)
        {
            Sets = _sets?.Build(),
            Points = _points?.Build(),
            Vectors = _vectors?.Build(),
        };
    }

    void Change(int ordinal, string? name, bool present)
    {
        if (name is null)
        {
            return;
        }

        var code = texts.Add(name);
        if (!_members.TryGetValue(code, out var changes))
        {
            _members.Add(code, changes = []);
        }

        changes.Add((ordinal, present));
    }
}
