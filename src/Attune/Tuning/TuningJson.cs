using System.Text.Json;

namespace Attune.Tuning;

/// <summary>What a tuning tried and why it chose, as one JSON object.</summary>
static class TuningJson
{
    internal static void Write(Utf8JsonWriter json, TuningReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("seconds", Math.Round(report.Took.TotalSeconds, 3));
        json.WriteNumber("questions", report.Questions);
        json.WriteStartArray("why");
        foreach (var why in report.Why)
        {
            json.WriteStringValue(why);
        }

        json.WriteEndArray();
        json.WriteStartArray("trials");
        foreach (var trial in report.Trials)
        {
            Write(json, trial);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Trial trial)
    {
        json.WriteStartObject();
        json.WriteString("model", trial.Model);
        if (trial.Figure is { } figure)
        {
            json.WriteNumber("ndcg", figure);
        }

        json.WriteNumber("seconds", Math.Round(trial.Took.TotalSeconds, 3));
        json.WriteBoolean("kept", trial.Kept);
        json.WriteString("why", trial.Why);
        json.WriteStartObject("settings");
        foreach (var (name, value) in trial.Settings)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
