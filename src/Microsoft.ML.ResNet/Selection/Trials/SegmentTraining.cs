using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Trains one segment of a trial.</summary>
/// <param name="host">Host for logging.</param>
/// <param name="seed">The experiment's seed.</param>
internal sealed class SegmentTraining(IHost host, int seed)
{
    private const int ProbeSteps = 3;

    /// <summary>The seed of one segment of one trial.</summary>
    public int SeedOf(int trial, int segment) =>
        (int)(new RandomStream(seed, RandomPurpose.Trial, trial, segment).Next() & int.MaxValue);

    /// <param name="options">The trial's options, with seed, epochs, checkpoint, callback and token set.</param>
    /// <param name="images">All images.</param>
    /// <param name="input">Size of the network's input.</param>
    /// <param name="count">Images per pass.</param>
    /// <param name="segment">Index of the segment: in the same segment all trials see the same subset.</param>
    /// <param name="previous">The previous segment's model, or null.</param>
    public ResNetClassifierTransformer Run(
        ResNetClassifierEstimator.Options options, TrainingSplit images, ImageSize input, long count, int segment,
        ClassifierModel? previous)
    {
        ResNetClassifierEstimator.Options own = options.Copy();
        if (previous is not null)
            own.Pretrained = null; // which the first segment started from
        return new ClassifierTraining(host, own).Run(
            images with { Train = Part(images, count, SeedOf(-1, segment)) }, input, previous);
    }

    /// <summary>Measures training images per second with a few steps on one mini-batch, after a warm-up.</summary>
    public double Probe(
        ResNetClassifierEstimator.Options options, TrainingSplit images, ImageSize input, CancellationToken token)
    {
        double best = 0;
        ResNetClassifierEstimator.Options probe = options.Copy();
        probe.Epochs = ProbeSteps;
        probe.Seed = seed;
        probe.CheckpointPath = null;
        probe.CancellationToken = token;
        probe.MetricsCallback = metrics => best = Math.Max(best, metrics.ImagesPerSecond);
        int batch = (int)Math.Min(probe.BatchSize!.Value, images.Train.Rows.Length);
        ImageSubset one = images.Train with { Rows = images.Train.Rows[..batch] };
        _ = new ClassifierTraining(host, probe).Run(
            images with { Train = one, Validation = null }, input, previous: null);
        return best;
    }

    // A stratified subset of the images.
    private static ImageSubset Part(TrainingSplit images, long count, int seed)
    {
        ImageSubset all = images.Train;
        if (count >= all.Rows.Length)
            return all;
        int classes = images.Images.Label.Classes.Count;
        int[] strata = Strata.Assign(all.Labels, all.CountByClass(classes));
        int[] ofRows = [.. all.Rows.ToArray().Select(row => strata[row])];
        (_, long[] part) = StratifiedSplit.Create(ofRows, classes + 1, (double)count / all.Rows.Length, seed);
        return part.Length < 2 ? all : all with { Rows = part.Select(i => all.Rows.Span[(int)i]).ToArray() };
    }
}
