using System.Diagnostics;
using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Predictions from decoded images: of many, and of one at a time.</summary>
internal static class ScoringSpeed
{
    private const int FewestRepetitions = 3;

    /// <returns>Images per second through Transform.</returns>
    public static Measured OfMany(
        MLContext ml, ResNetClassifierTransformer model, RandomPixels pixels, int count, TimeSpan time,
        CancellationToken token)
    {
        IDataView scored = model.Transform(pixels.ToDataView(ml));
        return Measured.Of(Repeat(() => scored.GetColumn<float[]>(model.ScoreColumnName).Count(), time, token)
            .Select(seconds => count / seconds));
    }

    /// <returns>Milliseconds of a prediction engine for an image.</returns>
    public static Measured OfOne(
        MLContext ml, ResNetClassifierTransformer model, RandomPixels pixels, TimeSpan time, CancellationToken token)
    {
        using PredictionEngine<PixelRow, PixelScores> engine = ml.Model.CreatePredictionEngine<PixelRow, PixelScores>(
            model, ignoreMissingColumns: true, inputSchemaDefinition: pixels.Schema);
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
