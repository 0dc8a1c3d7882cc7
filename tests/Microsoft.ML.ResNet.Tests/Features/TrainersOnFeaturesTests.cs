using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Features;

/// <summary>Compares ML.NET's trainers on features with the same trainers on pixels.</summary>
public sealed class TrainersOnFeaturesTests(FeaturizedDataFixture images) : IClassFixture<FeaturizedDataFixture>
{
    private readonly MLContext _ml = images.Context;

    [Fact]
    public void MaximumEntropyBeatsPixels() => ClassifiesBetterThanPixels(Sdca());

    [Fact]
    public void LightGbmBeatsPixels() => ClassifiesBetterThanPixels(LightGbm());

    [Fact]
    public void PrincipalComponentsSeparateTheClasses() => ClassifiesBetterThanPixels(
        _ml.Transforms.ProjectToPrincipalComponents("Features", rank: 5, seed: 1).Append(Sdca()));

    [Fact]
    public void ClustersMatchTheClasses()
    {
        double ofFeatures = Quality(images.Featurizer), ofPixels = Quality(images.Pixels);
        Assert.True(ofFeatures > ofPixels + 0.1, $"{ofFeatures} on features, {ofPixels} on pixels");

        double Quality(IEstimator<ITransformer> start)
        {
            ITransformer model = start.Append(_ml.Clustering.Trainers.KMeans(numberOfClusters: 3)).Fit(images.Train);
            return _ml.Clustering.Evaluate(model.Transform(images.Test), labelColumnName: "Label")
                .NormalizedMutualInformation;
        }
    }

    [Fact]
    public void SupportsCrossValidation()
    {
        var folds = _ml.MulticlassClassification.CrossValidate(
            images.Test, images.Featurizer.Append(Sdca()), numberOfFolds: 3, seed: 1);
        Assert.Equal(3, folds.Count);
        Assert.True(folds.Average(fold => fold.Metrics.MicroAccuracy) > 0.8);
    }

    [Fact]
    public void SavedPipelinePredictsTheSame()
    {
        using TemporaryFolder folder = new();
        ITransformer model = images.Featurizer.Append(Sdca()).Fit(images.Train);
        _ml.Model.Save(model, images.Train.Schema, folder.File("model.zip"));
        MLContext fresh = new();
        ITransformer loaded = fresh.Model.Load(folder.File("model.zip"), out _);
        float[][] expected = Vectors.Of(model.Transform(images.Test), "Score");
        Assert.Equal(expected, Vectors.Of(loaded.Transform(images.Test), "Score"));

        using var engine = fresh.Model.CreatePredictionEngine<Picture, Prediction>(
            loaded, new PredictionEngineOptions { OwnsTransformer = true });
        Picture[] pictures =
            [.. _ml.Data.CreateEnumerable<Picture>(images.Test, reuseRowObject: false, ignoreMissingColumns: true)];
        for (int i = 0; i < pictures.Length; i++)
            Assert.Equal(expected[i], engine.Predict(pictures[i]).Score);
    }

    [Fact]
    public void TrainersSkipImagesWithoutFeatures()
    {
        EncodedRow[] rows = EncodedRow.Many(60, seed: 2);
        rows[7].Image = "no image"u8.ToArray();
        IDataView spoilt = Tiny.Keyed(_ml, rows);
        IEstimator<ITransformer> featurizer = _ml.Transforms.ResNetFeaturizer(new ResNetFeaturizerEstimator.Options
        {
            Model = images.Classifier, BadImages = ResNetBadImagePolicy.Skip,
        });
        IEstimator<ITransformer>[] trainers =
            [Sdca(), LightGbm(), _ml.Clustering.Trainers.KMeans(numberOfClusters: 3)];
        foreach (IEstimator<ITransformer> trainer in trainers)
        {
            ITransformer model = featurizer.Append(trainer).Fit(spoilt);
            Assert.All(Vectors.Of(model.Transform(images.Test), "Score"), row => Assert.All(row, AssertFinite));
        }

        static void AssertFinite(float value) => Assert.True(float.IsFinite(value));
    }

    private IEstimator<ITransformer> LightGbm() => _ml.MulticlassClassification.Trainers.LightGbm(
        new LightGbmMulticlassTrainer.Options
        {
            NumberOfIterations = 20, MinimumExampleCountPerLeaf = 2, NumberOfThreads = 1,
        });

    private IEstimator<ITransformer> Sdca() => _ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(
        new Trainers.SdcaMaximumEntropyMulticlassTrainer.Options
        {
            NumberOfThreads = 1, MaximumNumberOfIterations = 50,
        });

    private void ClassifiesBetterThanPixels(IEstimator<ITransformer> trainer)
    {
        double ofFeatures = Accuracy(images.Featurizer), ofPixels = Accuracy(images.Pixels);
        Assert.True(ofFeatures > ofPixels + 0.1, $"{ofFeatures} on features, {ofPixels} on pixels");
        Assert.True(ofFeatures > 0.8, $"{ofFeatures} on features");

        double Accuracy(IEstimator<ITransformer> start) => _ml.MulticlassClassification
            .Evaluate(start.Append(trainer).Fit(images.Train).Transform(images.Test)).MicroAccuracy;
    }

    private sealed class Picture
    {
        public byte[] Image { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }
    }
}
