using Xunit;

namespace Microsoft.ML.ResNet.Tests.ModelBuilder;

public sealed class ModelBuilderConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void ReadsEveryVersion(int version)
    {
        ResNetModelBuilderConfiguration configuration = ConfigurationFiles.Load(
            _folder, ConfigurationFiles.Text(version, validation: version >= 4 ? ConfigurationFiles.Split : null));

        Assert.Equal(version, configuration.Version);
        Assert.Equal(@"C:\Users\me\Photos", configuration.ImageFolder);
        Assert.Equal("LocalCPU", configuration.Environment);
        Assert.Equal(version is 1 or 2 or 3 ? TimeSpan.FromSeconds(600) : null, configuration.TrainingTime);
        Assert.Equal(version >= 3 ? 7 : null, configuration.Seed);
        Assert.Equal(
            version == 3 ? ResNetModelBuilderMetric.MacroAccuracy : ResNetModelBuilderMetric.MicroAccuracy, configuration.Metric);
        Assert.Equal(version >= 4 ? 0.25 : 0.2, configuration.Validation.Fraction);
        ResNetModelBuilderTrial trial = Assert.Single(configuration.Trials);
        Assert.Equal((0.9, TimeSpan.FromSeconds(17.3)), (trial.Score, trial.Runtime));
        Assert.Empty(configuration.Remarks);
    }

    [Fact]
    public void ReadsEveryValidationOption()
    {
        Assert.Equal(3, Load(ConfigurationFiles.CrossValidation).Validation.Folds);
        ResNetModelBuilderValidation folder =
            Load("""{ "Type": "FileValidationOption", "FilePath": "held out" }""").Validation;
        Assert.Equal("held out", folder.ImageFolder);
        Assert.Null(folder.Fraction);
    }

    [Fact]
    public void ReportsUnsupportedProperties()
    {
        string text = ConfigurationFiles.Text(5)
            .Replace(
                "\"Subsampling\": false",
                "\"Subsampling\": true, \"OptimizeMetric\": \"TopKAccuracy\", \"Magic\": 3")
            .Replace("LocalCPU", "LocalGPU");
        Assert.Equal(
            [
                "$.Environment.Type 'LocalGPU' is ignored: training runs on this machine's CPU.",
                "$.TrainingOption.OptimizeMetric 'TopKAccuracy' is not supported: MicroAccuracy is used.",
                "$.TrainingOption.Subsampling is ignored: all images are used.",
                "$.TrainingOption.Magic is unknown and ignored.",
            ],
            ConfigurationFiles.Load(_folder, text).Remarks);
    }

    [Theory]
    [InlineData("\"ImageClassification\"", "\"ObjectDetection\"", "$.Scenario is 'ObjectDetection'; only")]
    [InlineData("\"Folder\"", "\"TabularFile\"", "$.DataSource.Type is 'TabularFile'; only 'Folder'")]
    [InlineData("\"Version\": 5", "\"Version\": 6", "$.Version is 6; supported are versions 0 to 5")]
    [InlineData("\"Version\": 5", "\"Version\": 2.5", "$.Version is 2.5 and must be a whole number")]
    [InlineData("\"FolderPath\"", "\"Path\"", "$.DataSource.FolderPath is missing")]
    [InlineData("\"DataSource\"", "\"Source\"", "$.DataSource is missing")]
    [InlineData("2147483647", "0", "$.TrainingOption.TrainingTime is 0 and must be 1 second or more")]
    [InlineData("2147483647", """ "\ud800" """, @"$.TrainingOption.TrainingTime is the string '\ud800' and must be")]
    [InlineData("2147483647", "\"long\"", "$.TrainingOption.TrainingTime is the string 'long' and must be")]
    [InlineData("0.25", "1.5", "$.TrainingOption.ValidationOption.SplitRatio is 1.5 and must be between 0 and 1")]
    [InlineData("TrainValidateSplit", "Other", "$.TrainingOption.ValidationOption.Type is 'OtherValidationOption'")]
    [InlineData("\"TrainingConfig\"", "\"Notebook\"", "$.Type is 'Notebook' and must be 'TrainingConfig'")]
    [InlineData("\"RuntimeInSeconds\": 17.3", "\"RuntimeInSeconds\": []", "$.RunHistory.Trials[0].RuntimeInSeconds is")]
    [InlineData("\"Scenario\"", "Scenario", "is not JSON: line 2")]
    public void ErrorsNameTheFileAndTheProperty(string old, string changed, string message)
    {
        string text = ConfigurationFiles.Text(5, validation: ConfigurationFiles.Split);
        Assert.Contains(old, text, StringComparison.Ordinal);
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => ConfigurationFiles.Load(_folder, text.Replace(old, changed)));
        Assert.StartsWith(_folder.File("MLModel.mbconfig"), error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorsNameMissingFilesAndFolders()
    {
        Assert.Contains("none.mbconfig", Assert.Throws<FileNotFoundException>(
            () => ResNetModelBuilderConfiguration.Load(_folder.File("none.mbconfig"))).Message, StringComparison.Ordinal);

        ResNetModelBuilderConfiguration configuration = Load(ConfigurationFiles.Split);
        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(
            () => configuration.LoadImages(new MLContext(1)));
        Assert.Contains(
            "MLModel.mbconfig: $.DataSource.FolderPath: the folder", error.Message, StringComparison.Ordinal);
        Assert.Contains("ImageFolder", error.Message, StringComparison.Ordinal);

        configuration.ImageFolder = ".";
        Assert.Contains("has no subfolder with images", Assert.Throws<InvalidDataException>(
            () => configuration.LoadImages(new MLContext(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExperimentSettingsHaveTimeMetricSeedAndColumns()
    {
        ResNetModelBuilderConfiguration configuration = ConfigurationFiles.Load(_folder, ConfigurationFiles.Text(3));
        ResNetExperimentSettings settings = configuration.CreateExperimentSettings();
        Assert.Equal(600u, settings.MaxExperimentTimeInSeconds);
        Assert.Equal(ResNetExperimentMetric.MacroAccuracy, settings.OptimizingMetric);
        Assert.Equal(7, settings.Seed);
        Assert.Equal(0.2f, settings.ValidationFraction);
        Assert.Equal("ImageSource", settings.Options.ImageColumnName);
    }

    private ResNetModelBuilderConfiguration Load(string validation) =>
        ConfigurationFiles.Load(_folder, ConfigurationFiles.Text(5, validation: validation));
}
