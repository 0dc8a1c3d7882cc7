using System.Reflection;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class CheckpointMismatchTests : IDisposable
{
    private readonly CheckpointedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void RejectsOtherSettingsNamingBothValuesAndKeepsTheCheckpoint()
    {
        Begin();
        TrainingSettings settings = CheckpointedRun.Settings;
        AssertRefused(
            "LearningRate is 0.1 in the checkpoint and 0.2 now; Seed is 0 in the checkpoint and 7 now",
            settings.With(o => o.LearningRate = 0.2f) with { Seed = 7 });
        AssertRefused(
            "Architecture.StageDepths is [2, 1] in the checkpoint and [2, 2] now",
            settings.With(o => o.Architecture = o.Architecture with { StageDepths = [2, 2] }));
        AssertRefused(
            "Architecture.Stem.Width", settings.With(o => o.Architecture = o.Architecture with { Stem = o.Architecture.Stem with { Width = 6 } }));
        AssertRefused(
            "Schedule is OneCycle in the checkpoint and Step now",
            settings.With(o => o.Schedule = ResNetLearningRateSchedule.Step));
        AssertRefused("StepMilestones is [0.5, 0.75]", settings.With(o => o.Optimizer.StepMilestones = [0.5f]));
        AssertRefused("Epochs is 3 in the checkpoint and 4 now", settings.With(o => o.Epochs = 4));
    }

    // If a setting were missing, a run could resume with another value of it.
    [Fact]
    public void IdentityContainsEverySetting()
    {
        string[] names = [.. SettingsList.Enumerate(CheckpointedRun.Settings).Select(setting => setting.Name)];
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("Optimizer.Momentum", names);
        Assert.DoesNotContain(names, name => name.StartsWith("Options", StringComparison.Ordinal));
        foreach (PropertyInfo property in typeof(TrainingSettings).GetProperties()
            .Concat(typeof(ResNetTrainingOptions).GetProperties())
            .Where(property => property.Name != nameof(TrainingSettings.Options)))
            Assert.Contains(names, name => name == property.Name || name.StartsWith(property.Name + ".", StringComparison.Ordinal));
    }

    [Fact]
    public void ArchitectureNameMayChange()
    {
        Begin();
        TrainingSettings settings = CheckpointedRun.Settings;
        _run.Run(settings: settings.With(o => o.Architecture = o.Architecture with { Name = "Renamed" }));
    }

    [Fact]
    public void RejectsOtherImages()
    {
        Begin();
        ImageSubset train = CheckpointedRun.Train;
        int[] labels = [.. Enumerable.Range(0, 30).Select(i => train.Labels.GetClass(i))];
        labels[4] = (labels[4] + 1) % SyntheticImages.Classes;
        AssertRefused("The hash of training labels", train: train with { Labels = labels });
        AssertRefused("The hash of training weights", train: train with { Weights = new float[30] });
        AssertRefused("The hash of training pixels", train: SyntheticImages.Create(30, seed: 5));
        AssertRefused(
            "The number of training images is 30 in the checkpoint and 29 now", train: train with { Rows = train.Rows[..29] });
        AssertRefused("The shape of training images", train: SyntheticImages.Create(30, channels: 1),
            validation: SyntheticImages.Create(12, seed: 1, channels: 1));
        AssertRefused("The hash of validation pixels", validation: SyntheticImages.Create(12, seed: 2));
    }

    [Fact]
    public void RejectsAnotherPreviousModel()
    {
        ResNetModel model = CheckpointedRun.Uninterrupted().Model;
        Begin();
        AssertRefused("The hash of the previous model is none in the checkpoint", initial: model);
    }

    private void Begin() =>
        Assert.Throws<OperationCanceledException>(
            () => _run.Run(CheckpointedRun.EndingBefore<OperationCanceledException>(7)));

    private void AssertRefused(
        string named, TrainingSettings? settings = null, ImageSubset? train = null, ImageSubset? validation = null,
        ResNetModel? initial = null)
    {
        byte[] before = File.ReadAllBytes(_run.File);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => _run.Run(settings: settings, train: train, validation: validation, initial: initial));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(_run.File, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_run.File));
    }
}
