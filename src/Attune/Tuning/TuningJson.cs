using System.Text;
using System.Text.Json;
using Attune.Events;
using Attune.Training;

namespace Attune.Tuning;

/// <summary>What a tuning tried and why it chose, as one JSON object.</summary>
static class TuningJson
{
    internal static void Write(Utf8JsonWriter json, TuningReport report)
    {
        json.WriteStartObject();
        WriteFields(json, report);
        json.WriteEndObject();
    }

    /// <summary>The same with when it was and the plan it made, as it is kept and answered.</summary>
    internal static string Render(TuningReport report, EventTime at, TrainingPlan? plan)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("at", at.ToString());
            json.WriteString("verdict", report.Verdict);
            json.WriteBoolean("adopted", plan is not null);
            Write(json, "now", report.Now);
            Write(json, "found", report.Found);
            if (plan is not null)
            {
                json.WritePropertyName("plan");
                json.WriteRawValue(TrainingPlanJson.Write(plan));
            }

            WriteFields(json, report);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    static void WriteFields(Utf8JsonWriter json, TuningReport report)
    {
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
    }

    static void Write(Utf8JsonWriter json, Trial trial)
    {
        json.WriteStartObject();
        json.WriteString("model", trial.Model);
        Write(json, "ndcg", trial.Figure);
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
