using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class TrainingSettingsTests
{
    private static readonly TrainingSettings s_good =
        new() { Options = TestOptions.Create(o => o.Architecture = ResNetArchitecture.ResNet20), ClassCount = 10 };

    public static TheoryData<string> Broken => [.. s_broken.Keys];

    private static readonly Dictionary<string, TrainingSettings> s_broken = new()
    {
        ["ClassCount is 1"] = s_good with { ClassCount = 1 },
        ["Epochs is 0"] = s_good.With(o => o.Epochs = 0),
        ["BatchSize is 0"] = s_good.With(o => o.BatchSize = 0),
        ["BatchSize is 65537"] = s_good.With(o => o.BatchSize = 65_537),
        ["LearningRate is 0"] = s_good.With(o => o.LearningRate = 0),
        ["LearningRate is NaN"] = s_good.With(o => o.LearningRate = float.NaN),
        ["LearningRate is Infinity"] = s_good.With(o => o.LearningRate = float.PositiveInfinity),
        ["Schedule is 9"] = s_good.With(o => o.Schedule = (ResNetLearningRateSchedule)9),
        ["Optimizer.WarmupFraction is 1"] = s_good.With(o => o.Optimizer.WarmupFraction = 1),
        ["Optimizer.WarmupFraction is NaN"] = s_good.With(o => o.Optimizer.WarmupFraction = float.NaN),
        ["Optimizer.StepMilestones is [0.5, 0.25]"] = s_good.With(o => o.Optimizer.StepMilestones = [0.5f, 0.25f]),
        ["Optimizer.StepMilestones is [1.5]"] = s_good.With(o => o.Optimizer.StepMilestones = [1.5f]),
        ["Optimizer.StepFactor is 0"] = s_good.With(o => o.Optimizer.StepFactor = 0),
        ["Optimizer.Momentum is 1"] = s_good.With(o => o.Optimizer.Momentum = 1),
        ["Optimizer.Momentum is NaN"] = s_good.With(o => o.Optimizer.Momentum = float.NaN),
        ["Optimizer.WeightDecay is -1"] = s_good.With(o => o.Optimizer.WeightDecay = -1),
        ["LabelSmoothing is 1"] = s_good.With(o => o.LabelSmoothing = 1),
        ["Augmentation.MixupAlpha is -1"] = s_good.With(o => o.Augmentation.MixupAlpha = -1),
        ["Augmentation.MixupAlpha is NaN"] = s_good.With(o => o.Augmentation.MixupAlpha = float.NaN),
        ["Augmentation.CutMixAlpha is 101"] = s_good.With(o => o.Augmentation.CutMixAlpha = 101),
        ["Augmentation.CropPadding is -1"] = s_good.With(o => o.Augmentation.CropPadding = -1),
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void RejectsInvalidSettingsWithNameValueAndRange(string complaint)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(s_broken[complaint].Validate);
        Assert.StartsWith(complaint + "; it must be ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAMissingObject()
    {
        Assert.StartsWith("Optimizer.StepMilestones is null", Message(o => o.Optimizer.StepMilestones = null!));
        Assert.StartsWith("Optimizer is null", Message(o => o.Optimizer = null!));
        Assert.StartsWith("Augmentation is null", Message(o => o.Augmentation = null!));

        static string Message(Action<ResNetTrainingOptions> change) =>
            Assert.Throws<ArgumentNullException>((s_good with { Options = TestOptions.Create(change) }).Validate).Message;
    }

    [Fact]
    public void DefaultsAreValid() => s_good.Validate();

    [Fact]
    public void ValidatesTheArchitecture() =>
        Assert.Throws<ArgumentException>(
            s_good.With(o => o.Architecture = o.Architecture with { Name = "" }).Validate);
}
