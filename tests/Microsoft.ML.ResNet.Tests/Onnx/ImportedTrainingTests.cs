using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Training;
using Microsoft.ML.ResNet.Transfer;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Imported networks are trained on.</summary>
public sealed class ImportedTrainingTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TrainingGoesOnWhereTheFileIs(bool fold)
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(48));
        ResNetClassifierTransformer first = Tiny.Fit(_context, data, o => o.Epochs = 8);
        _context.Model.SaveResNetOnnx(first, FilePath, new() { FoldBatchNormalization = fold });
        double before = first.TrainingReport!.Epochs[0].TrainLoss, learned = first.TrainingReport.Epochs[^1].TrainLoss;
        Assert.True(learned < before / 2);

        // From the path.
        ResNetClassifierTransformer second = Tiny.Fit(
            _context, data, o => (o.Pretrained, o.Epochs, o.LearningRate) = (FilePath, 1, 1e-6f));
        Assert.InRange(second.TrainingReport!.Epochs[0].TrainLoss, 0, (before + learned) / 2);

        // From the loaded model, whose loss goes on falling.
        ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(FilePath);
        ResNetClassifierTransformer third = _context.Transforms.ResNetClassifier(
            Tiny.Options(o => (o.Architecture, o.Epochs) = (loaded.Architecture, 4))).Fit(data, previousModel: loaded);
        Assert.InRange(third.TrainingReport!.Epochs[0].TrainLoss, 0, (before + learned) / 2);
        Assert.True(third.TrainingReport.Epochs[^1].TrainLoss < learned);
    }

    // A mini-batch of all images that were looked at is normalized by what was measured on them: it has the loss that
    // the network has when it scores. Without, it has another.
    // (In pre-activation networks not all are folded.)
    [Theory]
    [MemberData(nameof(Architectures))]
    public void MeasuredMomentsAreThoseOfMiniBatches(ResNetArchitecture architecture)
    {
        ImageSubset images = SyntheticImages.Create(60);
        ResNetModel model = TestNetworks.Model(architecture, SyntheticImages.Size, classes: SyntheticImages.Classes);
        using NativeContext context = NativeContext.Create(2);
        Assert.Same(model, FoldedRecovery.Measure(model, null, images, context, () => { })); // nothing is folded

        ResNetModel folded = Folded(model);
        ResNetModel measured = FoldedRecovery.Measure(folded, null, images, context, () => { });
        double expected = ScoredLoss(folded, images, context);
        Assert.Equal(expected, ScoredLoss(measured, images, context), 1e-4 * expected);
        Assert.Equal(expected, TrainedLoss(measured, images, context), 1e-3 * expected);
        Assert.True(Math.Abs(TrainedLoss(folded, images, context) - expected) > 2e-3 * expected);
    }

    public static TheoryData<ResNetArchitecture> Architectures() =>
        [.. TestNetworks.All().Where(network => !network.PreActivation)];

    private ResNetModel Folded(ResNetModel model)
    {
        using ResNetClassifierTransformer classifier = OnnxModel.Of(_context, model.Architecture, m => m with
        {
            Network = model,
            Specification = OnnxModel.Specification(isFloat: false, model.Height),
            Classes = ClassLabels.FromNames(["across", "down", "diagonal"]),
        });
        _context.Model.SaveResNetOnnx(classifier, FilePath, new());
        using OnnxWeights file = new(FilePath);
        return file.Read(
            file.Tensors.Architecture!, model.Height, model.Width, model.Channels, null, headIsOptional: false);
    }

    private static double ScoredLoss(ResNetModel model, ImageSubset images, NativeContext context)
    {
        using InferenceNetwork network = new(model, context);
        return network.Evaluate(images, () => { }).LossSum / images.Rows.Length;
    }

    private static double TrainedLoss(ResNetModel model, ImageSubset images, NativeContext context)
    {
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o =>
            {
                o.Architecture = model.Architecture;
                o.Epochs = 1;
                o.BatchSize = images.Rows.Length;
                o.LearningRate = 1e-9f;
                o.Augmentation.CropPadding = 0;
                o.Augmentation.HorizontalFlip = false;
            }),
            ClassCount = model.ClassCount,
        };
        TrainingResult trained = Trainer.Train(
            settings, context, images, null, model, new RecordingObserver(), default);
        return trained.Epochs[0].TrainLoss;
    }
}
