using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Fit from an earlier model, for other classes and other images.</summary>
public sealed class TransferTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void ClassesMayDifferAndWhatIsKnownOfThemIsKept()
    {
        ResNetClassifierTransformer first = Tiny.Fit(
            _context, Tiny.Keyed(_context, EncodedRow.Many(48, classes: ["disc", "ring"])), o => o.Epochs = 3);
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(48, classes: ["square", "ring", "disc"]));

        // Next to nothing is learned: the head is what it was, for the classes that were.
        ResNetClassifierTransformer second = Fit(data, first, o => (o.Epochs, o.LearningRate) = (1, 1e-9f));

        Assert.Equal(["square", "ring", "disc"], second.ClassNames);
        float[] before = Head(first), after = Head(second);
        Assert.Equal(before.Where((_, i) => i % 2 == 0), after.Where((_, i) => i % 3 == 2), Near);
        Assert.Equal(before.Where((_, i) => i % 2 == 1), after.Where((_, i) => i % 3 == 1), Near);
    }

    [Fact]
    public void AnotherSizeOfImagesGoesOn()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(48));
        ResNetClassifierTransformer first = Tiny.Fit(_context, data, o => o.Epochs = 6);

        ResNetClassifierTransformer second = Fit(
            data, first, o => (o.Epochs, o.LearningRate, o.ImageHeight, o.ImageWidth) = (1, 1e-6f, 24, 20));

        Assert.Equal((24, 20), (second.ImageHeight, second.ImageWidth));
        Assert.True(second.TrainingReport!.Epochs[0].TrainLoss < first.TrainingReport!.Epochs[0].TrainLoss);
    }

    [Fact]
    public void FreezingNeedsAModelToFreeze()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(24));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Tiny.Fit(_context, data, o => o.FrozenStages = 1));
        Assert.Contains("FrozenStages is 1", error.Message, StringComparison.Ordinal);
        ResNetClassifierTransformer first = Tiny.Fit(_context, data);
        foreach (int stages in new[] { 1, 2 })
            Assert.NotEqual(first.WeightsSha256, Fit(data, first, o => o.FrozenStages = stages).WeightsSha256);
    }

    private static bool Near(float a, float b) => MathF.Abs(a - b) < 1e-6f;

    private static float[] Head(ResNetClassifierTransformer model)
    {
        ResNetModel network = model.Model.Network;
        ParameterRange weights = network.CreateLayout().Head.Weights;
        return network.Parameters.Slice((int)weights.Offset, (int)weights.Length).ToArray();
    }

    private ResNetClassifierTransformer Fit(
        IDataView data, ResNetClassifierTransformer previous, Action<ResNetClassifierEstimator.Options> change) =>
        _context.Transforms.ResNetClassifier(Tiny.Options(change)).Fit(data, previousModel: previous);
}
