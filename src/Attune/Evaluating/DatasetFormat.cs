namespace Attune.Evaluating;

/// <summary>In what form a data set lies in its files, and with that the protocol it is evaluated by.</summary>
public enum DatasetFormat
{
    /// <summary>A line per user, <c>user item item …</c>, in a train and a test file; no times.</summary>
    LightGcn,

    /// <summary>A line per user, <c>user item item …</c>, in order of time; leave-one-out.</summary>
    Sequences,

    /// <summary>Sessions: a table of session, item and time; or lines of items in order; or <c>items TAB next</c>.</summary>
    Sessions,

    /// <summary>A table of events with a header naming user, item, time, and maybe type and value; a split in time.</summary>
    Events,
}
