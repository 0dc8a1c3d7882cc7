using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>The classifier through the interfaces and conventions of ML.NET's trainers.</summary>
public sealed class MlNetInterfaceTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void TheEstimatorIsATrainerEstimator()
    {
        ITrainerEstimator<ISingleFeaturePredictionTransformer<object>, object> trainer =
            _context.MulticlassClassification.Trainers.ResNet(Tiny.Options());
        Assert.Equal((false, false), (trainer.Info.NeedNormalization, trainer.Info.WantCaching));

        ISingleFeaturePredictionTransformer<object> model = trainer.Fit(Tiny.Keyed(_context, EncodedRow.Many(12)));
        Assert.Equal("Image", model.FeatureColumnName);
        Assert.Equal(NumberDataViewType.Byte, Assert.IsType<VectorDataViewType>(model.FeatureColumnType).ItemType);
        Assert.IsType<ResNetClassifierTransformer>(model.Model);
    }

    [Fact]
    public void AValidationSetInThePipelineIsThatOfFit()
    {
        IDataView train = Tiny.Keyed(_context, EncodedRow.Many(12)), validation = Tiny.Keyed(_context, EncodedRow.Many(8));
        TransformerChain<ResNetClassifierTransformer> chain = _context.Transforms.CopyColumns("Copy", "Label")
            .Append(_context.MulticlassClassification.Trainers.ResNet(Tiny.Options(o =>
            {
                o.ValidationSet = validation;
                o.EarlyStopping = new ResNetEarlyStopping();
            })))
            .Fit(train);
        ResNetTrainingReport report = chain.LastTransformer.TrainingReport!;
        Assert.Equal((12, 8), (report.TrainingImages, report.ValidationImages));

        ResNetClassifierTransformer explicitly = _context.Transforms.ResNetClassifier(Tiny.Options(
            o => o.EarlyStopping = new ResNetEarlyStopping())).Fit(train, validationData: validation);
        Assert.Equal(
            explicitly.TrainingReport!.Epochs.Select(epoch => epoch.ValidationLoss),
            report.Epochs.Select(epoch => epoch.ValidationLoss));
    }

    [Fact]
    public void TheValidationSetOfFitTakesPrecedence()
    {
        IDataView train = Tiny.Keyed(_context, EncodedRow.Many(12));
        ResNetClassifierTransformer model = _context.Transforms
            .ResNetClassifier(Tiny.Options(o => o.ValidationSet = Tiny.Keyed(_context, EncodedRow.Many(8))))
            .Fit(train, validationData: Tiny.Keyed(_context, EncodedRow.Many(4)));
        Assert.Equal(4, model.TrainingReport!.ValidationImages);
    }

    [Fact]
    public void SchemaMismatchesAreThoseOfMlNet()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(12));
        AssertMismatch(data, o => o.ImageColumnName = "Missing");
        AssertMismatch(data, o => o.LabelColumnName = "Missing");
        AssertMismatch(data, o => o.ImageColumnName = "Label");
        AssertMismatch(data, o => o.LabelColumnName = "Image");
        AssertMismatch(data, o => o.ExampleWeightColumnName = "Image");

        ResNetClassifierTransformer model = _context.Transforms.ResNetClassifier(Tiny.Options()).Fit(data);
        IDataView other = _context.Transforms.DropColumns("Image").Fit(data).Transform(data);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.GetOutputSchema(other.Schema));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(other));
    }

    private void AssertMismatch(IDataView data, Action<ResNetClassifierEstimator.Options> change)
    {
        ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(Tiny.Options(change));
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => estimator.GetOutputSchema(SchemaShapes.Create(data.Schema)));
    }
}
