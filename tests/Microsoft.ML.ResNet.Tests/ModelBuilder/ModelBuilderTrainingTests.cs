using Microsoft.ML.Data;
using Microsoft.ML.ResNet.ModelBuilder;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.ModelBuilder;

public sealed class ModelBuilderTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadedImagesHaveLabelPathAndContent()
    {
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 2);
        ImageRow[] rows = [.. _context.Data.CreateEnumerable<ImageRow>(configuration.LoadImages(_context), false)];
        Assert.Equal(["disc", "disc", "ring", "ring", "square", "square"], rows.Select(row => row.Label));
        Assert.All(rows, row => Assert.Equal(File.ReadAllBytes(row.ImagePath), row.ImageSource));
    }

    [Fact]
    public void TrainsAndMeasuresOnASplit()
    {
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 40, ConfigurationFiles.Split);
        configuration.Metric = ResNetModelBuilderMetric.MacroAccuracy;
        ResNetModelBuilderResult result = configuration.Train(_context, Options(epochs: 12));

        ResNetTrainingReport report = result.Classifier.TrainingReport!;
        Assert.Equal((90, 30, 7), (report.TrainingImages, report.ValidationImages, report.Seed));
        Assert.Equal(Assert.Single(result.Metrics).MacroAccuracy, result.Score);
        Assert.InRange(result.Score, 0.6, 1);
        Assert.Empty(result.Remarks);

        // Model Builder's generated classes have no path column.
        _context.Model.Save(result.Model, result.InputSchema, _folder.File("MLModel.mlnet"));
        using PredictionEngine<ModelInput, ModelOutput> engine =
            _context.Model.CreatePredictionEngine<ModelInput, ModelOutput>(
                _context.Model.Load(_folder.File("MLModel.mlnet"), out _));
        string[] predicted = [.. DrawnImages.Classes.SelectMany(name => Enumerable.Range(0, 10).Select(i =>
            engine.Predict(new ModelInput { ImageSource = Content($"{name}/{i:D3}.jpg") }).PredictedLabel))];
        Assert.InRange(predicted.Where((name, i) => name == DrawnImages.Classes[i / 10]).Count(), 20, 30);
    }

    [Fact]
    public void CrossValidationMeasuresEveryFoldAndTrainsOnAllImages()
    {
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 6, ConfigurationFiles.CrossValidation);
        ResNetModelBuilderResult result = configuration.Train(_context, Options(epochs: 1));
        Assert.Equal(3, result.Metrics.Count);
        Assert.Equal(result.Metrics.Average(metrics => metrics.MicroAccuracy), result.Score);
        Assert.Equal(18, result.Classifier.TrainingReport!.TrainingImages);

        // Files are read once, before the first training.
        ResNetModelBuilderResult again = configuration.Train(_context, Options(epochs: 1, options =>
            options.MetricsCallback = _ =>
            {
                if (Directory.Exists(_folder.File("images")))
                    Directory.Delete(_folder.File("images"), recursive: true);
            }));
        Assert.Equal(result.Score, again.Score);
        Assert.Equal(result.Classifier.WeightsSha256, again.Classifier.WeightsSha256);
    }

    [Fact]
    public void RecognisesImagesByContentAndListsWhatIsLeftOut()
    {
        ImageFolders.Write(_folder.File("images"), perClass: 2);
        string folder = _folder.File("images/disc");
        foreach (string file in Directory.GetFiles(folder))
            File.Move(file, Path.ChangeExtension(file, ".jfif"));
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "some words of text");
        File.WriteAllBytes(Path.Combine(folder, "scan.tif"), "II*\0\b\0\0\0"u8.ToArray());
        List<string> remarks = [];

        IReadOnlyList<LabeledFile> files = LabeledFile.In(_folder.File("images"), "images", remarks);

        Assert.Equal(2, files.Count(file => file.Label == "disc"));
        Assert.Equal(
            ["images: files left out: 2 (TIFF image: 1, file that is not an image: 1)."], remarks);
    }

    [Fact]
    public void NamesAClassThatWouldLoseAllItsImages()
    {
        ImageFolders.Write(_folder.File("images"), perClass: 2);
        Directory.CreateDirectory(_folder.File("images/scans"));
        File.WriteAllBytes(_folder.File("images/scans/1.tif"), "II*\0\b\0\0\0"u8.ToArray());

        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => LabeledFile.In(_folder.File("images"), "images"));

        Assert.Contains("the class 'scans' has no image that can be read", error.Message);
        Assert.Contains("TIFF image", error.Message);
    }

    [Fact]
    public void UsesAValidationFolder()
    {
        ImageFolders.Write(_folder.File("held out"), perClass: 3);
        ResNetModelBuilderConfiguration configuration = Configuration(
            perClass: 4, """{ "Type": "FileValidationOption", "FilePath": ".\\held out" }""");
        ResNetModelBuilderResult result = configuration.Train(_context, Options(epochs: 1));
        Assert.Equal(9, result.Classifier.TrainingReport!.ValidationImages);
        // Metrics measured on the decoded images equal those on their files.
        IDataView held = ModelBuilderColumns.View(_context, LabeledFile.In(_folder.File("held out"), "held out"));
        foreach (ITransformer step in ((TransformerChain<ITransformer>)result.Model).Take(2))
            held = step.Transform(held);
        MulticlassClassificationMetrics expected = _context.MulticlassClassification.Evaluate(held);
        Assert.Equal(expected.LogLoss, Assert.Single(result.Metrics).LogLoss);
        Assert.Equal(expected.ConfusionMatrix.Counts, result.Metrics[0].ConfusionMatrix.Counts);

        Directory.Move(_folder.File("held out/ring"), _folder.File("held out/hoop"));
        Assert.Contains("'hoop'", Assert.Throws<InvalidDataException>(
            () => configuration.Train(_context, Options(epochs: 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingTimeDeterminesTheEpochs()
    {
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 40, ConfigurationFiles.Split);
        configuration.TrainingTime = TimeSpan.FromSeconds(6);
        ResNetModelBuilderResult result = configuration.Train(_context, Options(epochs: 100_000));

        ResNetTrainingReport report = result.Classifier.TrainingReport!;
        Assert.InRange(report.Epochs[^1].Epochs, 2, 99_999);
        Assert.Contains(result.Remarks, remark => remark.StartsWith("The training time ", StringComparison.Ordinal));
        Assert.InRange(result.Elapsed.TotalSeconds, 2, 12); // the evaluation at the end may take longer

        configuration.TrainingTime = TimeSpan.FromMilliseconds(1);
        TimeoutException error =
            Assert.Throws<TimeoutException>(() => configuration.Train(_context, Options(epochs: 3)));
        Assert.Contains("before the first training step", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AcceptsATrainingTimeBeyondTheTimerLimit()
    {
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 4, ConfigurationFiles.Split);
        configuration.TrainingTime = TimeSpan.FromDays(100);
        ResNetModelBuilderResult result = configuration.Train(_context, Options(epochs: 1));
        Assert.Equal(ResNetTrainingStopReason.Completed, result.Classifier.TrainingReport!.StopReason);
    }

    [Fact]
    public void ExperimentUsesTheTrainingTime()
    {
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 12, ConfigurationFiles.Split);
        configuration.TrainingTime = TimeSpan.FromSeconds(60);
        IDataView images = configuration.LoadImages(_context);
        IDataView keyed = _context.Transforms.Conversion.MapValueToKey("Label").Fit(images).Transform(images);

        ResNetExperimentSettings settings = configuration.CreateExperimentSettings();
        (settings.MaxModels, settings.MaximumEpochs) = (2, 1);
        settings.Options.Architecture = Tiny.Architecture;
        (settings.Options.ImageHeight, settings.Options.ImageWidth) = (16, 16);
        settings.SearchSpace = new ResNetSearchSpace { LearningRate = ResNetSweep.UniformSingle(0.01f, 0.1f) };
        ResNetExperimentResult result = _context.MulticlassClassification.CreateResNetExperiment(settings).Execute(keyed);
        Assert.Equal(2, result.Trials.Count);
        Assert.Equal(36, result.Classifier.Transform(keyed).Preview(100).RowView.Length);
    }

    [Fact]
    public void CancellationThrows()
    {
        using var source = new CancellationTokenSource();
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 10, ConfigurationFiles.Split);
        configuration.TrainingTime = TimeSpan.FromMinutes(1);
        Assert.ThrowsAny<OperationCanceledException>(() => configuration.Train(_context, Options(epochs: 20, options =>
        {
            options.CancellationToken = source.Token;
            options.MetricsCallback = _ => source.Cancel();
        })));
    }

    [Fact]
    public void RejectsATrainingTimeTogetherWithACheckpoint()
    {
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 2);
        configuration.TrainingTime = TimeSpan.FromMinutes(1);
        Assert.Throws<ArgumentException>(() => configuration.Train(
            _context, Options(epochs: 1, options => options.CheckpointPath = _folder.File("checkpoint"))));
    }

    [Fact]
    public void ChoosesARecipeForTheImagesByDefault()
    {
        LabeledFile[] small = [.. Images(30, 24)], large = [.. Images(30, 120)];
        Assert.Equal("ResNet20", Choose(small, ResNetPretrainedWeights.ImageNetResNet18).Architecture.Name);
        ResNetClassifierEstimator.Options few = Choose(large, installed: null);
        Assert.Equal(("ResNet18", 150), (few.Architecture.Name, few.Epochs));
        ResNetClassifierEstimator.Options many =
            Choose([.. Enumerable.Range(0, 1000).Select(i => large[i % large.Length])], installed: null);
        Assert.Equal(("ResNet18", 60), (many.Architecture.Name, many.Epochs));
        ResNetClassifierEstimator.Options pretrained = Choose(large, ResNetPretrainedWeights.ImageNetResNet18);
        Assert.Equal("ImageNet.ResNet18", pretrained.Pretrained?.Name);
        Assert.Null(pretrained.GivenArchitecture);

        static ResNetClassifierEstimator.Options Choose(LabeledFile[] files, ResNetPretrainedWeights? installed) =>
            RecipeChoice.For(files, installed);
    }

    // Photographs start from the installed weights, also where the training time is limited.
    [Fact]
    public void LearnsPhotographsFromInstalledWeightsByDefault()
    {
        ResNetModelBuilderConfiguration configuration = Configuration(perClass: 8, size: 112);
        configuration.TrainingTime = TimeSpan.FromMinutes(5);
        ResNetModelBuilderResult result = configuration.Train(_context);
        Assert.NotNull(result.Classifier.TrainingReport!.Transfer);
        Assert.Equal(3, result.Classifier.Architecture.StageDepths[^1]);
        Assert.InRange(result.Score, 0.9, 1);
    }

    private byte[] Content(string image) => File.ReadAllBytes(_folder.File($"images/{image}"));

    private IEnumerable<LabeledFile> Images(int count, int size)
    {
        string folder = Directory.CreateDirectory(_folder.File($"size-{size}")).FullName;
        foreach (int i in Enumerable.Range(0, count))
        {
            string file = Path.Combine(folder, $"{i}.png");
            File.WriteAllBytes(file, DrawnImages.Encoded("disc", i, size, size + 40));
            yield return new LabeledFile("disc", file);
        }
    }

    private ResNetModelBuilderConfiguration Configuration(
        int perClass, string? validation = null, int size = 24)
    {
        ImageFolders.Write(_folder.File("images"), perClass, size);
        return ConfigurationFiles.Load(_folder, ConfigurationFiles.Text(5, "images", validation));
    }

    private static ResNetClassifierEstimator.Options Options(
        int epochs, Action<ResNetClassifierEstimator.Options>? change = null) => Tiny.Options(options =>
        {
            options.Epochs = epochs;
            change?.Invoke(options);
        });

    private sealed class ImageRow
    {
        public string Label { get; set; } = "";
        public string ImagePath { get; set; } = "";
        public byte[] ImageSource { get; set; } = [];
    }

    private sealed class ModelInput
    {
        public string Label { get; set; } = "";
        public byte[] ImageSource { get; set; } = [];
    }

    private sealed class ModelOutput
    {
        public string PredictedLabel { get; set; } = "";
        public float[] Score { get; set; } = [];
    }
}
