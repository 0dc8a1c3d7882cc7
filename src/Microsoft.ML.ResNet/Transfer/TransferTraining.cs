using System.Diagnostics;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// Fits a pretrained network to images: the head solved on frozen features, then fine-tuning from there as far as held-out
/// images gain by it.
/// </summary>
/// <remarks>
/// Every phase depends on images, settings and seed alone. The features and the head are computed again when an interrupted
/// training is resumed; both trainings have a checkpoint.
/// </remarks>
internal sealed class TransferTraining(
    TrainingSettings settings, NativeContext context, ITrainingObserver observer, CancellationToken token, Action<string> log)
{
    private const double CroppedPart = 7 / 8.0;
    private const int FewImages = 1000;

    // A network with the solved head at 0.
    private static readonly float[] s_positions = [0, 0.25f, 0.5f, 0.75f, 1];

    private readonly Arithmetic _arithmetic =
        Arithmetic.FromPrecision(settings.Options.Precision) with { Algorithm = settings.ConvolutionAlgorithm };

    /// <summary>The checkpoint of the training that leaves out the held-out images; null for none.</summary>
    public TrainingCheckpoints? TrialCheckpoints { get; init; }

    /// <summary>The checkpoint of the final training; null for none.</summary>
    public TrainingCheckpoints? Checkpoints { get; init; }

    /// <summary>Whether a cancelled training gives a model: with the solved head at least.</summary>
    public bool ReturnsWhenCancelled { get; init; }

    /// <summary>Whether the network is trained after its head was solved.</summary>
    public bool FineTunes { get; init; } = true;

    /// <param name="initial">The pretrained network with a head for the classes, for images of the size that is scored.</param>
    /// <param name="train">The images to learn.</param>
    /// <param name="validation">Images that are measured on, and decide nothing; or null.</param>
    public TransferResult Run(ResNetModel initial, ImageSubset train, ImageSubset? validation)
    {
        if (settings.Normalization is { } normalization)
            initial = initial.With(normalization);
        TransferResult result = SolveHead(initial, train, out FeatureTable table, out HeadSolver solver);
        ResNetModel solved = result.Model;
        if (FineTunes)
        {
            try
            {
                result = FineTune(initial, result, table, train, solver);
            }
            catch (OperationCanceledException) when (ReturnsWhenCancelled)
            {
                return result with { StopReason = ResNetTrainingStopReason.Cancelled };
            }
        }
        return validation is null || result.StopReason == ResNetTrainingStopReason.Cancelled
            ? result
            : Validated(result, solved, validation);
    }

    private TransferResult SolveHead(
        ResNetModel initial, ImageSubset train, out FeatureTable table, out HeadSolver solver)
    {
        long started = Stopwatch.GetTimestamp();
        table = ComputeFeatures(initial, train);
        solver = new HeadSolver(context, settings.ClassCount, settings.Seed, CheckAlive);
        SolvedHead head = solver.Solve(table, [.. Enumerable.Range(0, train.Rows.Length)]);
        TimeSpan time = Stopwatch.GetElapsedTime(started);
        log(FormattableString.Invariant(
            $"Head solved on features of {train.Rows.Length:N0} images in {table.Views} views, penalty {head.Penalty:G1}: ")
            + FormattableString.Invariant(
                $"cross-validated loss {head.Loss:F3}, accuracy {head.Accuracy:P1}, {time.TotalSeconds:F1} s"));
        return new TransferResult(head.ApplyTo(initial), ResNetTrainingStopReason.Completed, [], new ResNetTransferReport
        {
            HeadPenalty = head.Penalty,
            HeadLoss = head.Loss,
            HeadAccuracy = head.Accuracy,
            Candidates = [],
            FineTuned = 0,
            HeadTime = time,
            FineTuningTime = TimeSpan.Zero,
        });
    }

    private TransferResult FineTune(
        ResNetModel initial, TransferResult headOnly, FeatureTable table, ImageSubset train, HeadSolver solver)
    {
        long started = Stopwatch.GetTimestamp();
        (int[] kept, int[] held) = Split(train);
        if (held.Length == 0)
            return headOnly;
        // Of many images those held out are missed by nobody: what was trained without them is the model.
        bool isFinal = train.Rows.Length >= FineTuningPlan.ManyImages;
        log($"Fine-tuning on {kept.Length:N0} images" + (isFinal ? "" : $", to see on {held.Length:N0} others what it gains"));
        ResNetModel start = solver.Solve(table, kept).ApplyTo(initial);
        TrainingResult trial = Train(
            start, Select(train, kept), isFinal ? observer : new TrialObserver(observer),
            isFinal ? Checkpoints : TrialCheckpoints);
        if (trial.StopReason == ResNetTrainingStopReason.Cancelled)
            return headOnly with { StopReason = ResNetTrainingStopReason.Cancelled };
        List<ResNetTransferCandidate> candidates = Compare(start, trial.Model, Select(train, held), out float position);
        ResNetTransferReport report = headOnly.Report with { Candidates = candidates.AsReadOnly(), FineTuned = position };
        TransferResult result = headOnly;
        if (position > 0)
        {
            TrainingResult final = trial;
            if (!isFinal)
            {
                log($"Fine-tuning on all {train.Rows.Length:N0} images");
                (start, final) = (headOnly.Model, Train(headOnly.Model, train, observer, Checkpoints));
            }
            result = new TransferResult(
                WeightInterpolation.Between(start, final.Model, position), final.StopReason, final.Epochs, report);
        }
        return result with { Report = report with { FineTuningTime = Stopwatch.GetElapsedTime(started) } };
    }

    private TrainingResult Train(
        ResNetModel start, ImageSubset images, ITrainingObserver followed, TrainingCheckpoints? checkpoints) =>
        Trainer.Train(
            FineTuningPlan.Settings(settings, images.Rows.Length, images.Pixels.Shape.Size), context, images,
            validation: null, start, followed, token, checkpoints, ReturnsWhenCancelled);

    // Chosen is the least move whose loss on held-out images is within a standard error of the least loss.
    private List<ResNetTransferCandidate> Compare(
        ResNetModel from, ResNetModel to, ImageSubset held, out float position)
    {
        // One network and one buffer for all positions: the weights are the largest part of the memory.
        float[] parameters = new float[from.Parameters.Length], statistics = new float[from.RunningStatistics.Length];
        using InferenceNetwork network = new(from.CreateLayout(), from.Normalization, context, _arithmetic);
        HeldOutLoss[] losses = [.. s_positions.Select(candidate =>
        {
            WeightInterpolation.Write(from, to, candidate, parameters, statistics);
            network.Update(parameters, statistics);
            return HeldOutLoss.Of(network, held, CheckAlive);
        })];
        HeldOutLoss best = losses.MinBy(loss => loss.Mean)!;
        int chosen = Array.FindIndex(losses, loss => loss.Mean <= best.Mean + loss.StandardErrorTo(best));
        position = s_positions[chosen];
        List<ResNetTransferCandidate> candidates = [];
        foreach ((int i, HeldOutLoss loss) in losses.Index())
        {
            candidates.Add(new ResNetTransferCandidate(s_positions[i], loss.Mean, loss.Accuracy));
            log(FormattableString.Invariant(
                $"{s_positions[i]:P0} fine-tuned: loss {loss.Mean:F3}, accuracy {loss.Accuracy:P1} on held-out images")
                + (i == chosen ? ", chosen" : ""));
        }
        return candidates;
    }

    private TransferResult Validated(TransferResult result, ResNetModel solved, ImageSubset validation)
    {
        HeldOutLoss model = Measure(result.Model, validation);
        HeldOutLoss head = result.Model == solved ? model : Measure(solved, validation);
        log(FormattableString.Invariant(
            $"Validation: loss {model.Mean:F3}, accuracy {model.Accuracy:P1}; with the solved head alone {head.Mean:F3}, {head.Accuracy:P1}"));
        return result with
        {
            Report = result.Report with
            {
                ValidationLoss = model.Mean,
                ValidationAccuracy = model.Accuracy,
                HeadValidationLoss = head.Mean,
                HeadValidationAccuracy = head.Accuracy,
            },
        };
    }

    private HeldOutLoss Measure(ResNetModel model, ImageSubset images)
    {
        using InferenceNetwork network = new(model, context, _arithmetic);
        return HeldOutLoss.Of(network, images, CheckAlive);
    }

    private FeatureTable ComputeFeatures(ResNetModel model, ImageSubset images)
    {
        using PooledFeatures network = new(model, context, _arithmetic);
        return FeatureTable.Compute(
            network, images, Views(images.Pixels.Shape.Size, new(model.Height, model.Width), images.Rows.Length), CheckAlive);
    }

    // What is scored comes first. Of many images the mirrored and cropped ones teach little.
    private static ImageView[] Views(ImageSize stored, ImageSize input, int images)
    {
        ImageView centre = ImageView.Centre(stored, input);
        ImageView mirrored = centre with { Flip = 1 };
        double height = centre.Height * CroppedPart, width = centre.Width * CroppedPart;
        ImageView cropped = new(
            centre.Top + (centre.Height - height) / 2, centre.Left + (centre.Width - width) / 2, height, width);
        return images >= FineTuningPlan.ManyImages ? [centre]
            : images >= FewImages ? [centre, mirrored]
            : [centre, mirrored, cropped, cropped with { Flip = 1 }];
    }

    private static ImageSubset Select(ImageSubset images, int[] places) => images with
    {
        Rows = places.Select(place => images.Rows.Span[place]).ToArray(),
    };

    private void CheckAlive()
    {
        token.ThrowIfCancellationRequested();
        observer.CheckAlive();
    }

    // Places in the training set: of images that are learned, and of those that are measured on.
    private (int[] Kept, int[] Held) Split(ImageSubset train)
    {
        int[] strata = Strata.Assign(train.Labels, train.CountByClass(settings.ClassCount));
        int[] ofRows = [.. train.Rows.ToArray().Select(row => strata[row])];
        (long[] kept, long[] held) = StratifiedSplit.Create(
            ofRows, settings.ClassCount + 1, FineTuningPlan.HeldFraction(ofRows.Length), settings.Seed);
        return ([.. kept.Select(place => (int)place)], [.. held.Select(place => (int)place)]);
    }
}
