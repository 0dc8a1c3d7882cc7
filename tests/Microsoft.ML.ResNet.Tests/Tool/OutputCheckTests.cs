using Xunit;

namespace Microsoft.ML.ResNet.Tests.Tool;

/// <summary>No command overwrites its own inputs, and no output has a name that promises another format.</summary>
public sealed class OutputCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputCheckTests()
    {
        foreach (string name in (string[])["images/a/1.jpg", "images/b/2.jpg", "real/a.png", "m.zip.tmp"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllBytes(_folder.File(name), DrawnImages.Encoded("disc", 1));
        }
        File.WriteAllText(_folder.File("m.zip"), "a model");
        File.WriteAllText(_folder.File("names.txt"), "a");
        File.WriteAllText(_folder.File("table.csv"), "images/a/1.jpg,a\nimages/b/2.jpg,b\n");
        File.CreateSymbolicLink(_folder.File("link.png"), "real/a.png");
        Directory.CreateSymbolicLink(_folder.File("folder"), "real");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("explain m.zip real/a.png --output real/a.png")]
    [InlineData("explain m.zip real/a.png --output link.png")]
    [InlineData("explain m.zip link.png --output folder/../real/a.png")]
    [InlineData("explain m.zip folder/a.png --output images/../real/a.png")]
    [InlineData("explain m.zip real/a.png --output out.png --json real/a.png")]
    [InlineData("export m.zip --zip m.zip")]
    [InlineData("export m.zip --safetensors names.txt --class-names names.txt")]
    [InlineData("export m.zip --int8 --data table.csv --onnx images/a/1.jpg")]
    [InlineData("deepen m.zip --architecture ResNet32 --output ./m.zip")]
    [InlineData("report m.zip --data images --output images/b/2.jpg")]
    [InlineData("report m.zip --data table.csv --output table.csv")]
    [InlineData("features m.zip images --output images/a/1.jpg")]
    [InlineData("features m.zip images/*/1.jpg --output images/a/1.jpg")]
    [InlineData("predict m.zip images --json images/a/1.jpg")]
    [InlineData("predict m.zip real/a.png --json m.zip")]
    [InlineData("evaluate m.zip --data images --json m.zip")]
    [InlineData("info m.zip --json m.zip")]
    [InlineData("benchmark m.zip --json m.zip")]
    [InlineData("train --data images --from m.zip --output m.zip")]
    [InlineData("train --data images --checkpoint run --output run")]
    [InlineData("train --data m.zip.tmp --output m.zip")]
    [InlineData("select --data images --validation table.csv --output table.csv")]
    [InlineData("cross-validate --data table.csv --json table.csv")]
    public void AnOutputThatIsAnInputIsRefused(string command)
    {
        Dictionary<string, byte[]> before = Contents();
        SampleProcess run = ToolRun.Run(_folder, command.Split(' '));
        Assert.True(run.ExitCode is 1 or 2, run.Output);
        Assert.Matches("would overwrite an input|there, not \\.", Assert.Single(run.ErrorLines));
        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData("train --data images --output model.onnx", "resnet export MODEL.zip --onnx model.onnx")]
    [InlineData("select --data images --output model.safetensors", "resnet export MODEL.zip --safetensors")]
    [InlineData("train --data images --output model.pth", "ends in .zip")]
    [InlineData("export m.zip --onnx model.zip", "ends in .onnx")]
    [InlineData("features m.zip images --output f.zip", "ends in .csv")]
    [InlineData("export m.zip --onnx x --zip ./x", "are the same file")]
    public void ANameOfAnotherFormatIsRefused(string command, string message)
    {
        Dictionary<string, byte[]> before = Contents();
        ToolRun.Run(_folder, command.Split(' ')).AssertFailed(2, message);
        Assert.Equal(before, Contents());
    }

    private Dictionary<string, byte[]> Contents() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, File.ReadAllBytes);
}
