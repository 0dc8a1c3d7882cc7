using Xunit;

namespace Microsoft.ML.ResNet.Tests.Tool;

/// <summary>The tool reports every error in one line and with its exit code.</summary>
public sealed class ToolErrorTests
{
    public static TheoryData<int, string, string> BadArguments => new()
    {
        { 2, "", "--help" },
        { 2, "nonsense", "nonsense" },
        { 2, "train --data images", "--output" },
        { 2, "train --data images --output m.zip --epochs 0", "--epochs is 0" },
        { 2, "train --data images --output m.zip --label-smoothing 3", "--label-smoothing" },
        { 2, "train --data images --output m.zip --learning-rate 0,01", "'0,01' is not a number such as 0.1" },
        { 2, "train --data images --output m.zip --validation-fraction 0,2", "0,2" },
        { 2, "train --data images --output m.zip --momentum 0,9", "0,9" },
        { 2, "train --data images --output m.zip --weight-decay 1.000,5", "1.000,5" },
        { 2, "evaluate text.zip --data images --unknown-threshold 0,5", "0,5" },
        { 2, "train --data images --output m.zip --epochs 1,000", "1,000" },
        { 2, "train --data images --output m.zip --momentum 1", "0 to below 1" },
        { 2, "train --data images --output m.zip --schedule Linear", "OneCycle" },
        { 2, "train --data images --output m.zip --architecture ResNet21", "Valid names: ResNet20" },
        { 2, "train --data images --output m.zip --class-weights disc:2", "CLASS=WEIGHT" },
        { 2, "train --data images --output m.zip --validation-fraction 1", "at least 0 and below 1" },
        { 2, "export text.zip", "--onnx" },
        { 2, "export text.zip --onnx m.onnx --int8", "--data" },
        { 1, "train --data missing --output m.zip", "'missing' does not exist" },
        { 1, "train --data text.zip --output m.zip", "not a readable zip file" },
        { 1, "train --data empty --output m.zip", "no class folders" },
        { 1, "train --data one --output m.zip", "only one class" },
        { 1, "train --data images --validation one --output m.zip", "'only'" },
        { 1, "train --data bad.csv --output m.zip", "line 2" },
        { 1, "train --data twice.tsv --output m.zip", "line 3" },
        { 1, "train --data bad --output m.zip --image-size 16 --epochs 1", "--skip-bad-images" },
        { 1, "train --data images --output images", "is a folder" },
        { 1, "train --data images --output text.zip/m.zip", "cannot be written" },
        { 1, "train --data images --output m.zip --from missing.zip", "'missing.zip' does not exist" },
        { 1, "evaluate text.zip --data images", "'text.zip' is not a usable model" },
        { 1, "predict other.zip images", "without a residual network" },
        { 1, "benchmark other.zip", "without a residual network" },
        { 2, "benchmark other.zip --image-size 32", "--image-size" },
        { 1, "predict other.zip empty", "contains no images" },
        { 1, "explain other.zip missing.png --output m.png", "'missing.png' does not exist" },
        { 1, "info missing.onnx", "does not exist" },
    };

    [Theory]
    [MemberData(nameof(BadArguments))]
    public void ReportsBadArgumentsInOneLine(int exitCode, string arguments, string message)
    {
        using var folder = new TemporaryFolder();
        Prepare(folder);
        ToolRun.Run(folder, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).AssertFailed(exitCode, message);
        Assert.False(File.Exists(folder.File("m.zip")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
    }

    [Fact]
    public void VerboseShowsTheStackTrace()
    {
        using var folder = new TemporaryFolder();
        SampleProcess run = ToolRun.Run(folder, "evaluate", "missing.zip", "--data", "images", "--verbose");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("   at Microsoft.ML.ResNet.Tool", run.Error);
    }

    private static void Prepare(TemporaryFolder folder)
    {
        ImageFolders.Write(folder.File("images"), perClass: 3);
        ImageFolders.Write(folder.File("bad"), perClass: 3);
        File.WriteAllBytes(folder.File("bad/disc/bad.jpg"), [0xFF, 0xD8, 0xFF]);
        File.WriteAllText(folder.File("text.zip"), "neither a zip nor a model");
        File.WriteAllLines(folder.File("bad.csv"), ["path,label", "text.zip,a"]);
        File.WriteAllLines(folder.File("twice.tsv"), ["a.png\ta", "b.png\tb", "a.png\tc"]);
        Directory.CreateDirectory(folder.File("empty"));
        Directory.CreateDirectory(folder.File("one/only"));
        File.WriteAllBytes(folder.File("one/only/1.png"), DrawnImages.Encoded("disc", 1));
        var ml = new MLContext();
        IDataView rows = ml.Data.LoadFromEnumerable([new FileRow { Path = "a", Label = "b" }]);
        ml.Model.Save(ml.Transforms.CopyColumns("Copy", "Path").Fit(rows), rows.Schema, folder.File("other.zip"));
    }
}
