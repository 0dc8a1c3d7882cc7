using System.Diagnostics;
using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Predictions from decoded images.</summary>
/// <param name="Many">Images per second through Transform.</param>
/// <param name="One">Milliseconds of a prediction engine for an image.</param>
internal sealed record ScoringSpeed(Measured Many, Measured One)
{
    private const int FewestRepetitions = 3;

    public static ScoringSpeed Measure(
        MLContext ml, ResNetClassifierTransformer model, RandomPixels pixels, TimeSpan time, CancellationToken token) =>
        new(OfMany(ml, model, pixels, time, token), OfOne(ml, model, pixels, time, token));

    private static Measured OfMany(
        MLContext ml, ResNetClassifierTransformer model, RandomPixels pixels, TimeSpan time, CancellationToken token)
    {
        IDataView scored = model.Transform(pixels.ToDataView(ml));
        return Measured.Of(Repeat(() => scored.GetColumn<float[]>(model.ScoreColumnName).Count(), time, token)
            .Select(seconds => pixels.Count / seconds));
    }

    private static Measured OfOne(
        MLContext ml, ResNetClassifierTransformer model, RandomPixels pixels, TimeSpan time, CancellationToken token)
    {
        SchemaDefinition scores = SchemaDefinition.Create(typeof(PixelScores));
        scores[nameof(PixelScores.Score)].ColumnName = model.ScoreColumnName;
        using PredictionEngine<PixelRow, PixelScores> engine = ml.Model.CreatePredictionEngine<PixelRow, PixelScores>(
            model, ignoreMissingColumns: true, pixels.Schema, scores);
        return Measured.Of(Repeat(() => engine.Predict(pixels.First), time, token).Select(seconds => 1000 * seconds));
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
