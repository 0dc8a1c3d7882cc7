using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Trains trials, segment by segment.</summary>
/// <param name="host">For the log.</param>
/// <param name="seed">Of the experiment.</param>
internal sealed class SegmentTraining(IHost host, int seed)
{
    private const int ProbeSteps = 3;

    /// <summary>A seed for one segment of one trial.</summary>
    public int SeedOf(int trial, int segment) =>
        (int)(new RandomStream(seed, RandomPurpose.Trial, trial, segment).Next() & int.MaxValue);

    /// <param name="options">The trial's, with seed, epochs, checkpoint, callback and token set.</param>
    /// <param name="images">All images.</param>
    /// <param name="input">Size of the network's input.</param>
    /// <param name="count">How many images a pass has.</param>
    /// <param name="segment">Number of the segment: trials see the same part in the same one.</param>
    /// <param name="previous">What the segment before has left, or null.</param>
    public ResNetClassifierTransformer Run(
        ResNetClassifierEstimator.Options options, TrainingSplit images, ImageSize input, long count, int segment,
        ClassifierModel? previous) =>
        new ClassifierTraining(host, options).Run(
            images with { Train = Part(images, count, SeedOf(-1, segment)) }, input, previous);

    /// <summary>Training images per second, by a few steps with one mini-batch after some to warm up.</summary>
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

    // A part of the images with as much of every class.
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
