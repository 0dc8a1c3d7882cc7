using System.Globalization;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.Transforms.Image;
using Xunit;
using Options = Microsoft.ML.ResNet.ResNetClassifierEstimator.Options;

namespace Microsoft.ML.ResNet.Tests;

public sealed class OptionsTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string, object?> OutOfRange { get; } = new()
    {
        { nameof(Options.LabelColumnName), "" },
        { nameof(Options.ImageColumnName), null },
        { nameof(Options.ExampleWeightColumnName), "" },
        { nameof(Options.ClassWeights), null },
        { nameof(Options.ScoreColumnName), "" },
        { nameof(Options.PredictedLabelColumnName), null },
        { nameof(Options.ImageHeight), 15 },
        { nameof(Options.ImageHeight), -1 },
        { nameof(Options.ImageWidth), 8193 },
        { nameof(Options.ImageChannels), 2 },
        { nameof(Options.Resizing), (ImageResizingEstimator.ResizingKind)99 },
        { nameof(Options.PixelLayout), (ResNetPixelLayout)2 },
        { nameof(Options.BadImages), (ResNetBadImagePolicy)(-1) },
        { nameof(Options.Epochs), 0 },
        { nameof(Options.BatchSize), 0 },
        { nameof(Options.LearningRate), float.NaN },
        { nameof(Options.LearningRate), float.PositiveInfinity },
        { nameof(Options.LearningRate), 0f },
        { nameof(Options.Schedule), (ResNetLearningRateSchedule)77 },
        { "Optimizer.WarmupFraction", 1f },
        { "Optimizer.WarmupFraction", float.NaN },
        { "Optimizer.StepMilestones", new[] { 0.5f, 0.25f } },
        { "Optimizer.StepMilestones", new[] { float.NaN } },
        { "Optimizer.StepMilestones", null },
        { "Optimizer.StepFactor", 0f },
        { "Optimizer.StepFactor", float.NaN },
        { "Optimizer.Momentum", 1f },
        { "Optimizer.Momentum", float.NaN },
        { "Optimizer.WeightDecay", -1e-9f },
        { "Optimizer.WeightDecay", float.NaN },
        { "Optimizer.AccumulationSteps", 0 },
        { "Optimizer.AccumulationSteps", 1025 },
        { "Optimizer.MaximumGradientNorm", -1f },
        { "Optimizer.MaximumGradientNorm", float.PositiveInfinity },
        { "Optimizer.MovingAverageDecay", 1f },
        { "Optimizer.MovingAverageDecay", float.NaN },
        { nameof(Options.FrozenStages), -1 },
        { nameof(Options.FrozenStages), 3 },
        { nameof(Options.HeadLearningRateFactor), 0f },
        { nameof(Options.HeadLearningRateFactor), float.PositiveInfinity },
        { nameof(Options.StageLearningRateDecay), 0f },
        { nameof(Options.StageLearningRateDecay), 1.5f },
        { nameof(Options.StochasticDepth), 1f },
        { nameof(Options.StochasticDepth), -0.1f },
        { nameof(Options.LabelSmoothing), 1f },
        { nameof(Options.LabelSmoothing), float.NaN },
        { "Augmentation.MixupAlpha", -0.1f },
        { "Augmentation.CutMixAlpha", float.NaN },
        { nameof(Options.UnknownThreshold), -0.1f },
        { nameof(Options.UnknownThreshold), float.NaN },
        { nameof(Options.LabelThreshold), 1.5f },
        { "Augmentation.CropPadding", -1 },
        { nameof(Options.ValidationFraction), 1f },
        { nameof(Options.ValidationFraction), float.NaN },
        { nameof(Options.NumberOfThreads), -1 },
        { nameof(Options.NumberOfThreads), 1025 },
        { nameof(Options.PixelStoreMemoryMB), -1 },
        { nameof(Options.Precision), (ResNetPrecision)9 },
        { nameof(Options.TestTimeAugmentation), (ResNetTestTimeAugmentation)9 },
        { nameof(Options.Augmentation), null },
        { nameof(Options.StoredHeight), 15 },
        { nameof(Options.CheckpointPath), "" },
        { nameof(Options.CheckpointEveryEpochs), -1 },
        { nameof(Options.CheckpointEveryMinutes), double.NaN },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void NamesTheOptionThatIsOutOfRange(string name, object? value)
    {
        Options options = Tiny.Options();
        string[] path = name.Split('.');
        object target = path.Length == 1 ? options : typeof(Options).GetProperty(path[0])!.GetValue(options)!;
        target.GetType().GetProperty(path[^1])!.SetValue(target, value);

        ArgumentException error =
            Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.ResNetClassifier(options));

        Assert.Contains(name, error.Message);
        string text = value is null ? "null" : value is float[] list ? list[0].ToString(CultureInfo.InvariantCulture) : value is "" ? "empty"
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        Assert.Contains(text, error.Message);
    }

    [Fact]
    public void BothCatalogsMakeTheSameEstimator()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(12));

        string a = _context.Transforms.ResNetClassifier(Tiny.Options()).Fit(data).WeightsSha256;
        string b = _context.MulticlassClassification.Trainers.ResNet(Tiny.Options()).Fit(data).WeightsSha256;

        Assert.Equal(a, b);
        Assert.NotNull(_context.Transforms.ResNetClassifier("L", "I", ResNetArchitecture.Plain20, 3, 64, 0.1f, 0.1f));
        Assert.NotNull(_context.MulticlassClassification.Trainers.ResNet());
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.ResNetClassifier(learningRate: float.NaN));
    }

    [Theory]
    [InlineData(ResNetLearningRateSchedule.OneCycle, null, 0.2f)]
    [InlineData(ResNetLearningRateSchedule.WarmupCosine, null, 0.05f)]
    [InlineData(ResNetLearningRateSchedule.Step, null, 0f)]
    [InlineData(ResNetLearningRateSchedule.Constant, null, 0f)]
    [InlineData(ResNetLearningRateSchedule.Step, 0.1f, 0.1f)]
    public void TheWarmupSuitsTheScheduleUnlessGiven(ResNetLearningRateSchedule schedule, float? given, float expected)
    {
        Options options = Tiny.Options(o => (o.Schedule, o.Optimizer.WarmupFraction) = (schedule, given));
        Assert.Equal(expected, options.ToSettings(classes: 2, images: 100, smallerSide: 32, seed: 0).WarmupFraction);
    }

    [Theory]
    [InlineData(2, 16)]
    [InlineData(160, 16)]
    [InlineData(639, 16)]
    [InlineData(640, 32)]
    [InlineData(1279, 32)]
    [InlineData(1280, 64)]
    [InlineData(50_000, 64)]
    public void TheBatchSuitsTheSetUnlessGiven(long images, int expected)
    {
        Options options = Tiny.Options(o => o.BatchSize = null);
        Assert.Equal(expected, options.ToSettings(classes: 2, images, smallerSide: 32, seed: 0).BatchSize);
        options.BatchSize = 7;
        Assert.Equal(7, options.ToSettings(classes: 2, images, smallerSide: 32, seed: 0).BatchSize);
    }

    [Theory]
    [InlineData("ResNet20", ResNetLearningRateSchedule.OneCycle, 128, null, 0.3f)]
    [InlineData("ResNet20", ResNetLearningRateSchedule.WarmupCosine, 64, null, 0.15f)]
    [InlineData("ResNet20", ResNetLearningRateSchedule.Step, 128, null, 0.1f)]
    [InlineData("Plain56", ResNetLearningRateSchedule.Constant, 64, null, 0.05f)]
    [InlineData("ResNet18", ResNetLearningRateSchedule.OneCycle, 256, null, 0.1f)]
    [InlineData("ResNet50", ResNetLearningRateSchedule.Step, 16, null, 0.00625f)]
    [InlineData("ResNet50", ResNetLearningRateSchedule.OneCycle, 64, 0.3f, 0.3f)]
    public void TheLearningRateSuitsTheBatchUnlessGiven(
        string architecture, ResNetLearningRateSchedule schedule, int batchSize, float? given, float expected)
    {
        Options options = Tiny.Options(o => (o.Architecture, o.Schedule, o.BatchSize, o.LearningRate) =
            (ResNetArchitecture.Parse(architecture), schedule, batchSize, given));
        Assert.Equal(expected, options.ToSettings(classes: 2, images: 100, smallerSide: 32, seed: 0).LearningRate);
    }

    [Theory]
    [InlineData(10, 32, null, 2)]
    [InlineData(39, 224, null, 14)]
    [InlineData(40, 32, null, 4)]
    [InlineData(200, 224, null, 28)]
    [InlineData(200, 32, 0, 0)]
    public void TheCropSuitsImageAndTrainingUnlessGiven(int epochs, int smallerSide, int? given, int expected)
    {
        Options options = Tiny.Options(o => (o.Epochs, o.Augmentation.CropPadding) = (epochs, given));
        Assert.Equal(expected, options.ToSettings(classes: 2, images: 100, smallerSide, seed: 0).CropPadding);
    }

    [Fact]
    public void OptionsAreCopied()
    {
        float[] milestones = [0.5f];
        Options options = Tiny.Options(o => o.Optimizer.StepMilestones = milestones);
        ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(options);

        options.Epochs = 0;
        options.ImageColumnName = "Changed";
        milestones[0] = float.NaN;

        Assert.Equal(2, estimator.Fit(Tiny.Keyed(_context, EncodedRow.Many(12))).TrainingReport!.Epochs.Count);
    }
}
