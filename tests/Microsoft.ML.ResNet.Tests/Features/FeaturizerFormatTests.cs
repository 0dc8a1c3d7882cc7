using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Features;

/// <summary>Tests of a featurizer's streams.</summary>
public sealed class FeaturizerFormatTests
{
    private static readonly ResNetArchitecture s_preactivated = Tiny.Architecture with { PreActivation = true };

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FirstStageSurvivesARoundTrip(bool preActivation)
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(24));
        using ResNetClassifierTransformer classifier = Tiny.Fit(
            _context, data, o => o.Architecture = preActivation ? s_preactivated : Tiny.Architecture);
        FeaturizerModel model = FeaturizerModel.FromClassifier(classifier.Quantize(data).Model, [Column(1)]);

        (byte[] description, byte[] weights) = Write(model);
        FeaturizerModel read = Read(description, weights);
        Assert.Equal(model.Architecture, read.Architecture);
        Assert.Equal(Features(model, data), Features(read, data));
        (byte[] again, byte[] weightsAgain) = Write(read);
        Assert.Equal(description, again);
        Assert.Equal(weights, weightsAgain);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AllocatesNothingForStagesMissingFromTheFile(bool preActivation)
    {
        // The stages after the loaded one would need a gigabyte.
        ResNetArchitecture architecture = (preActivation ? s_preactivated : Tiny.Architecture) with
        {
            StageDepths = [1, 60], StageWidths = [8, 512],
        };
        Assert.InRange(sizeof(float) * architecture.CountParameters(FeaturizerDescription.Classes), 1L << 30, 2L << 30);
        (byte[] description, byte[] weights) = Write(Model(architecture, Column(1)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        FeaturizerModel read = Read(description, weights);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        Assert.Equal(architecture, read.Architecture);
        Assert.InRange(read.Network.Parameters.Length, 1, 10_000);
    }

    [Fact]
    public void RejectsFilesWithoutTheNeededStages()
    {
        (_, byte[] weights) = Write(Model(Tiny.Architecture, Column(1)));
        (byte[] description, _) = Write(Model(Tiny.Architecture, Column(2)));
        string message = Assert.Throws<InvalidDataException>(() => Read(description, weights)).Message;
        Assert.Contains("The ResNet featurizer in the model file is damaged", message, StringComparison.Ordinal);
        Assert.Contains($"The weights have {weights.Length} bytes; 2 stages", message, StringComparison.Ordinal);
    }

    private static ResNetFeatureColumn Column(int stage) => new("Features", ResNetFeatures.Stage(stage));

    // Creates only the values of the first stages, because the whole network would need a gigabyte.
    private static FeaturizerModel Model(ResNetArchitecture architecture, ResNetFeatureColumn column)
    {
        ResNetArchitecture made = TrunkArchitecture.Create(architecture, column.Features.StageNumber);
        ResNetModel network = new(
            made, 16, 16, 3, FeaturizerDescription.Classes, new ChannelNormalization([1, 2, 3], [4, 5, 6]),
            new float[ResNetModel.ParameterCount(made, 3, FeaturizerDescription.Classes)],
            new float[ResNetModel.StatisticsCount(made, 3, FeaturizerDescription.Classes)]);
        ImageSpecification specification = new(
            new PixelShape(16, 16, 3, isFloat: true), ResNetPixelLayout.Interleaved,
            Transforms.Image.ImageResizingEstimator.ResizingKind.IsoPad);
        return new(
            network, specification, "Image", Path: null, ResNetBadImagePolicy.Throw, ResNetPrecision.Float32, Ranges: null,
            [column])
        {
            Architecture = architecture,
        };
    }

    private float[][] Features(FeaturizerModel model, IDataView data)
    {
        using ResNetFeaturizerTransformer featurizer = new((Runtime.IHostEnvironment)_context, model);
        return Vectors.Of(featurizer.Transform(data));
    }

    private static (byte[] Description, byte[] Weights) Write(FeaturizerModel model)
    {
        using MemoryStream description = new(), weights = new();
        FeaturizerFormat.WriteDescription(description, model);
        FeaturizerFormat.WriteWeights(weights, model);
        return (description.ToArray(), weights.ToArray());
    }

    private static FeaturizerModel Read(byte[] description, byte[] weights) => FeaturizerFormat.ReadWeights(
        new MemoryStream(weights), weights.Length, FeaturizerFormat.ReadDescription(new MemoryStream(description)));
}
