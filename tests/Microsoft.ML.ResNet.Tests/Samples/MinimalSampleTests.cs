using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

public sealed partial class MinimalSampleTests
{
    [Fact]
    public void TrainsEvaluatesSavesLoadsAndClassifies()
    {
        using var folder = new TemporaryFolder();
        string images = ImageFolders.Write(folder.File("images"), perClass: 60);
        SampleProcess sample = SampleProcess.Run("Minimal.dll", folder.Path, images);

        Assert.True(sample.ExitCode == 0, sample.Error + sample.Output);
        Assert.InRange(double.Parse(Accuracy().Match(sample.Output).Groups[1].Value, CultureInfo.InvariantCulture), 0.7, 1);
        Assert.Contains($"{Path.Combine("disc", "000.jpg")} is disc", sample.Output);
        Assert.True(File.Exists(folder.File("model.zip")));
    }

    [GeneratedRegex(@"^accuracy (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Accuracy();
}
