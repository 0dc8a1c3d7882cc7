using System.Diagnostics;
using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Speed of predictions from decoded images.</summary>
/// <param name="Batched">Images per second through <c>Transform</c>.</param>
/// <param name="Single">Milliseconds per image through a prediction engine.</param>
internal sealed record ScoringSpeed(Measurement Batched, Measurement Single)
{
    private const int FewestRepetitions = 3;

    public static ScoringSpeed Measure(
        MLContext ml, ResNetClassifierTransformer model, RandomPixels pixels, TimeSpan time, CancellationToken token) =>
        new(MeasureBatched(ml, model, pixels, time, token), MeasureSingle(ml, model, pixels, time, token));

    private static Measurement MeasureBatched(
        MLContext ml, ResNetClassifierTransformer model, RandomPixels pixels, TimeSpan time, CancellationToken token)
    {
        IDataView scored = model.Transform(pixels.ToDataView(ml));
        return Measurement.From(Repeat(() => scored.GetColumn<float[]>(model.ScoreColumnName).Count(), time, token)
            .Select(seconds => pixels.Count / seconds));
    }

    private static Measurement MeasureSingle(
        MLContext ml, ResNetClassifierTransformer model, RandomPixels pixels, TimeSpan time, CancellationToken token)
    {
        SchemaDefinition scores = SchemaDefinition.Create(typeof(PixelScores));
        scores[nameof(PixelScores.Score)].ColumnName = model.ScoreColumnName;
        using PredictionEngine<PixelRow, PixelScores> engine = ml.Model.CreatePredictionEngine<PixelRow, PixelScores>(
            model, ignoreMissingColumns: true, pixels.Schema, scores);
        return Measurement.From(Repeat(() => engine.Predict(pixels.First), time, token).Select(seconds => 1000 * seconds));
    }

    private static List<double> Repeat<T>(Func<T> work, TimeSpan time, CancellationToken token)
    {
        work();
        List<double> seconds = [];
        var all = Stopwatch.StartNew();
        while (seconds.Count < FewestRepetitions || all.Elapsed < time)
        {
            token.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            work();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return seconds;
    }
}
