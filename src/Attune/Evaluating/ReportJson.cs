using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Learning.Evaluation;
using Attune.Tuning;

namespace Attune.Evaluating;

/// <summary>A report as one JSON object, for programs.</summary>
/// <remarks>Figures are named with their cut-off, as <c>recall@20</c>; each is <c>{"mean", "low", "high"}</c>.</remarks>
public static class ReportJson
{
    /// <summary>The whole report, indented; durations in seconds.</summary>
    public static string Render(EvaluationReport report)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            json.WriteString("protocol", report.Protocol);
            json.WriteString("settings", report.Chosen);
            json.WriteNumber("k", report.K);
            json.WriteNumber("seed", report.Seed);
            json.WriteNumber(report.QuestionsAre, report.Questions);
            json.WriteNumber("trainUsers", report.TrainUsers);
            json.WriteNumber("items", report.Items);
            json.WriteNumber("trainInteractions", report.TrainInteractions);
            json.WriteStartArray("notes");
            foreach (var note in report.Notes)
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            json.WriteStartArray("models");
            foreach (var row in report.Models)
            {
                Write(json, row);
            }

            json.WriteEndArray();
            json.WriteStartArray("failed");
            foreach (var failed in report.Failed)
            {
                json.WriteStartObject();
                json.WriteString("model", failed.Name);
                json.WriteString("why", failed.Why);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (report.Tuning is { } tuning)
            {
                json.WritePropertyName("tuning");
                TuningJson.Write(json, tuning);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    static void Write(Utf8JsonWriter json, ModelReport row)
    {
        var (result, k) = (row.Result, row.Result.K);
        json.WriteStartObject();
        json.WriteString("model", row.Name);
        Write(json, $"recall@{k}", result.Recall);
        Write(json, $"ndcg@{k}", result.Ndcg);
        Write(json, $"mrr@{k}", result.Mrr);
        Write(json, $"hitRate@{k}", result.HitRate);
        json.WriteNumber($"coverage@{k}", result.Coverage);
        json.WriteNumber($"novelty@{k}", result.Novelty);
        if (row.AbovePopularity is { } above)
        {
            Write(json, $"ndcg@{k}AbovePopularity", above);
        }

        json.WriteNumber("trainSeconds", row.TrainTook.TotalSeconds);
        json.WriteNumber("askSeconds", row.AskTook.TotalSeconds);
        json.WriteStartObject("settings");
        foreach (var (name, value) in row.Settings)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, Estimate estimate)
    {
        json.WriteStartObject(name);
        json.WriteNumber("mean", estimate.Mean);
        json.WriteNumber("low", estimate.Low);
        json.WriteNumber("high", estimate.High);
        json.WriteEndObject();
    }
}
