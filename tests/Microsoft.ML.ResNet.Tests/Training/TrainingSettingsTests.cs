using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class TrainingSettingsTests
{
    private static readonly TrainingSettings s_good =
        new() { Architecture = ResNetArchitecture.ResNet20, ClassCount = 10 };

    public static TheoryData<string> Broken => [.. s_broken.Keys];

    private static readonly Dictionary<string, TrainingSettings> s_broken = new()
    {
        ["ClassCount is 1"] = s_good with { ClassCount = 1 },
        ["Epochs is 0"] = s_good with { Epochs = 0 },
        ["BatchSize is 0"] = s_good with { BatchSize = 0 },
        ["BatchSize is 65537"] = s_good with { BatchSize = 65_537 },
        ["LearningRate is 0"] = s_good with { LearningRate = 0 },
        ["LearningRate is NaN"] = s_good with { LearningRate = float.NaN },
        ["LearningRate is Infinity"] = s_good with { LearningRate = float.PositiveInfinity },
        ["Schedule is 9"] = s_good with { Schedule = (ResNetLearningRateSchedule)9 },
        ["WarmupFraction is 1"] = s_good with { WarmupFraction = 1 },
        ["WarmupFraction is NaN"] = s_good with { WarmupFraction = float.NaN },
        ["StepMilestones is [0.5, 0.25]"] = s_good with { StepMilestones = [0.5f, 0.25f] },
        ["StepMilestones is [1.5]"] = s_good with { StepMilestones = [1.5f] },
        ["StepMilestones is null"] = s_good with { StepMilestones = null! },
        ["StepFactor is 0"] = s_good with { StepFactor = 0 },
        ["Momentum is 1"] = s_good with { Momentum = 1 },
        ["Momentum is NaN"] = s_good with { Momentum = float.NaN },
        ["WeightDecay is -1"] = s_good with { WeightDecay = -1 },
        ["LabelSmoothing is 1"] = s_good with { LabelSmoothing = 1 },
        ["MixupAlpha is -1"] = s_good with { MixupAlpha = -1 },
        ["MixupAlpha is NaN"] = s_good with { MixupAlpha = float.NaN },
        ["CutMixAlpha is 101"] = s_good with { CutMixAlpha = 101 },
        ["CropPadding is -1"] = s_good with { CropPadding = -1 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void RejectsInvalidSettingsWithNameValueAndRange(string complaint)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(s_broken[complaint].Validate);
        Assert.StartsWith(complaint + "; it must be ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultsAreValid() => s_good.Validate();

    [Fact]
    public void ValidatesTheArchitecture() =>
        Assert.Throws<ArgumentException>(
            (s_good with { Architecture = s_good.Architecture with { Name = "" } }).Validate);
}
