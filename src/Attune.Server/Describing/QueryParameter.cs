using System.Globalization;
using System.Text;
using Attune.Events;
using Attune.Recommending;
using Attune.Server.Endpoints;
using Attune.Server.Problems;

namespace Attune.Server.Describing;

/// <summary>One parameter of a query: its limits, for the reader and for the OpenAPI document alike.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it does.</param>
abstract record QueryParameter(string Name, string Summary)
{
    /// <summary>True where it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True where it may be given several times.</summary>
    public virtual bool Repeats => false;

    /// <summary>The text given, or null.</summary>
    protected string? Text(HttpRequest request)
    {
        var values = request.Query[Name];
        return values.Count == 0 ? null : values[0];
    }
}

/// <summary>A whole number.</summary>
sealed record IntegerParameter(string Name, int Least, int Most, int Default, string Summary) : QueryParameter(Name, Summary)
{
    /// <summary>The number given, or the default.</summary>
    public int Read(HttpRequest request, Faults faults) => ReadGiven(request, faults) ?? Default;

    /// <summary>The number given, or null.</summary>
    public int? ReadGiven(HttpRequest request, Faults faults)
    {
        if (Text(request) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most)
        {
            return number;
        }

        faults.Add(Name, text, string.Create(CultureInfo.InvariantCulture, $"A whole number from {Least} to {Most}."));
        return null;
    }
}

/// <summary>A text.</summary>
sealed record TextParameter(string Name, int MostBytes, string Summary) : QueryParameter(Name, Summary)
{
    /// <summary>The text given, or null.</summary>
    public string? Read(HttpRequest request, Faults faults)
    {
        var text = Text(request);
        if (text is not null && (text.Length == 0 || text.Length > MostBytes || Encoding.UTF8.GetByteCount(text) > MostBytes))
        {
            faults.Add(Name, text, string.Create(CultureInfo.InvariantCulture, $"A text of 1 to {MostBytes} UTF-8 bytes."));
            return null;
        }

        return text;
    }
}

/// <summary>One of several names; the first where none is given.</summary>
sealed record ChoiceParameter(string Name, IReadOnlyList<string> Names, string Summary) : QueryParameter(Name, Summary)
{
    /// <summary>The text given, whatever it is, or null.</summary>
    public string? Read(HttpRequest request) => Text(request);
}

/// <summary>True or false.</summary>
sealed record FlagParameter(string Name, string Summary) : QueryParameter(Name, Summary)
{
    /// <summary>What was given; false where it was not.</summary>
    public bool Read(HttpRequest request, Faults faults)
    {
        switch (Text(request))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            case var text:
                faults.Add(Name, text, "true or false.");
                return false;
        }
    }
}

/// <summary>Places in the log, each as a parameter of its own.</summary>
sealed record PlacesParameter(string Name, int MostBytes, string Summary) : QueryParameter(Name, Summary)
{
    /// <inheritdoc/>
    public override bool Repeats => true;

    /// <summary>The places given, in their order.</summary>
    public IReadOnlyList<LogToken> Read(HttpRequest request, Faults faults)
    {
        var places = new List<LogToken>();
        foreach (var text in request.Query[Name])
        {
            if (text is { Length: > 0 } && text.Length <= MostBytes && LogToken.TryParse(text, out var place))
            {
                places.Add(place);
            }
            else
            {
                faults.Add(Name, text, "The place of an event as an explanation names it, like 0-1042.");
            }
        }

        return places;
    }
}

/// <summary>Columns to be worked out, each as <c>name=expression</c>.</summary>
sealed record ColumnsParameter(string Name, string Summary) : QueryParameter(Name, Summary)
{
    /// <inheritdoc/>
    public override bool Repeats => true;

    /// <summary>The columns given, in their order.</summary>
    public IReadOnlyList<ColumnExpression> Read(HttpRequest request, Faults faults) => ColumnText.Read(request.Query[Name], faults);
}
