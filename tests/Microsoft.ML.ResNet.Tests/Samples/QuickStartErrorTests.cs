using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>The quick start reports every error in one line and with a nonzero exit code.</summary>
public sealed class QuickStartErrorTests
{
    public static TheoryData<int, string, string> BadArguments => new()
    {
        { 2, "--nonsense", "--nonsense" },
        { 2, "--epochs 0", "--epochs is 0" },
        { 2, "--epochs many", "--epochs" },
        { 2, "--image-size 8", "--image-size is 8" },
        { 2, "--learning-rate NaN", "--learning-rate is NaN" },
        { 2, "--architecture ResNet21", "ResNet21" },
        { 1, "--data missing", "'missing' does not exist" },
        { 1, "--data text.txt", "not a readable zip file" },
        { 1, "--data empty", "no class folders" },
        { 1, "--data one", "only one class" },
        { 1, "--data unseen", "'new'" },
        { 2, "predict", "predict" },
        { 1, "predict missing.zip a.png", "missing.zip" },
        { 1, "predict text.txt a.png", "text.txt" },
    };

    [Theory]
    [MemberData(nameof(BadArguments))]
    public void ReportsBadArgumentsInOneLine(int exitCode, string arguments, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.txt"), "neither a zip nor a model");
        Directory.CreateDirectory(folder.File("empty"));
        string[] images =
        [
            "one/only/1.png", "one/only/2.png", "unseen/train/a/1.png", "unseen/train/b/1.png", "unseen/test/new/1.png",
        ];
        foreach (string image in images)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(image))!);
            File.WriteAllBytes(folder.File(image), DrawnImages.Encoded("disc", 1));
        }

        QuickStartTests.Run(folder, arguments.Split(' ')).AssertFailed(exitCode, message);
    }

    [Fact]
    public void InterruptionEndsTrainingCleanly()
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 10);
        SampleProcess run = SampleProcess.Interrupt(
            "QuickStart.dll", folder.Path, "--data", "images", "--epochs", "100000", "--image-size", "16", "--output",
            "out");
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("cancelled", run.Error.Trim());
        Assert.False(File.Exists(folder.File("out/model.zip")));
    }
}
