namespace Attune.Learning.Splits;

/// <summary>Every user's last interaction is to be found, the one before it serves for validation.</summary>
/// <remarks>
/// <code>
///   user A  ──●──●──●──●──V──T     test: asked with all up to V, T to find
///   user B  ───●─●──V─T            validation: asked with all before V, V to find
///             train
/// </code>
/// <para>The protocol of sequence recommenders (SASRec, S3-Rec). Not a split in time: another user's future may train. A user
/// with fewer than three interactions trains, but is not asked. Repeats of an item in a sequence are kept in train; an item
/// that is in the history is still to be found, though lists that leave out what is known cannot hold it.</para>
/// </remarks>
public static class LeaveLastOut
{
    /// <summary>The last interaction of each user is to be found.</summary>
    /// <param name="all">Every user's interactions, by ascending time or position.</param>
    /// <param name="trainOnValidation">True to train on the one before the last as well; published figures mostly do not.</param>
    public static DataSplit Test(Interactions all, bool trainOnValidation = false) => Split(all, 1, trainOnValidation ? 1 : 2);

    /// <summary>The interaction before the last is to be found; the last is not looked at.</summary>
    public static DataSplit Validation(Interactions all) => Split(all, 2, 2);

    // Both counted from a user's end: the interaction at `target` is to be found, those beyond `trainBeyond` train.
    static DataSplit Split(Interactions all, int target, int trainBeyond)
    {
        var left = new int[all.Users];
        foreach (var user in all.User.Span)
        {
            left[user]++;
        }

        var asked = Array.ConvertAll(left, count => count >= 3);
        var (train, known) = (new bool[all.Count], new bool[all.Count]);
        var (rows, items) = (new List<int>(), new List<int>());
        for (var n = 0; n < all.Count; n++)
        {
            var user = all.User.Span[n];
            var fromEnd = left[user]--;
            train[n] = !asked[user] || fromEnd > trainBeyond;
            known[n] = fromEnd > target;
            if (asked[user] && fromEnd == target)
            {
                rows.Add(user);
                items.Add(all.Item.Span[n]);
            }
        }

        return new DataSplit(all.Where(train), Histories.From(all.Where(known)), HeldOut.From([.. rows], [.. items]));
    }
}
