using System.IO.Compression;
using System.Text.Json.Nodes;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Tool;

public sealed class TrainCommandTests
{
    [Fact]
    public void TrainsAModelThatMlNetLoads()
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 10);
        JsonNode json = ToolRun.Json(
            folder, "train --data images --epochs 2 --image-size 16 --threads 1 --class-weights balanced "
            + "--label-smoothing 0.1 --seed 3 --output out/model.zip");
        Assert.Equal("train", (string)json["command"]!);
        Assert.Equal((24, 6, 3), ((int)json["trainImages"]!, (int)json["validationImages"]!, (int)json["seed"]!));
        Assert.Equal("Completed", (string)json["stopReason"]!);
        Assert.Equal(2, json["epochs"]!.AsArray().Count);
        Assert.InRange((double)json["epochs"]![1]!["validationAccuracy"]!, 0, 1);
        Assert.Equal(6, (int)json["evaluation"]!["images"]!);

        var ml = new MLContext();
        using var engine =
            ml.Model.CreatePredictionEngine<Input, Output>(ml.Model.Load(folder.File("out/model.zip"), out _));
        Output output = engine.Predict(new Input { Image = DrawnImages.Encoded("disc", 1) });
        Assert.Contains(output.PredictedLabel, DrawnImages.Classes);
        Assert.Equal(1, output.Score.Sum(), 1e-4);
        Assert.Equal(DrawnImages.Classes, json["network"]!["classes"]!.AsArray().Select(name => (string)name!));
    }

    [Fact]
    public void FolderZipAndTableGiveTheSameWeightsAndACompleteCheckpointTrainsNothing()
    {
        using var folder = new TemporaryFolder();
        string images = ImageFolders.Write(folder.File("images"), perClass: 6);
        ZipFile.CreateFromDirectory(
            images, folder.File("images.zip"), CompressionLevel.Fastest, includeBaseDirectory: true);
        IEnumerable<string> rows =
            Directory.GetFiles(images, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path =>
                $"\"{Path.GetRelativePath(folder.Path, path)}\",{Path.GetFileName(Path.GetDirectoryName(path))}");
        File.WriteAllLines(folder.File("images.csv"), rows.Prepend("path,label"));
        string common = "train --epochs 1 --image-size 16 --validation-fraction 0 --checkpoint run.checkpoint "
            + "--output m.zip --data ";
        string[] weights = [.. new[] { "images", "images.zip", "images.csv" }.Select(data =>
        {
            JsonNode json = ToolRun.Json(folder, common + data);
            Assert.Null(json["evaluation"]);
            if (data != "images.csv")
                File.Delete(folder.File("run.checkpoint"));
            return (string)json["network"]!["weightsSha256"]!;
        })];
        Assert.Single(weights.Distinct());
        SampleProcess again = ToolRun.Succeed(folder, common + "images.csv");
        Assert.DoesNotContain("epoch 1/1", again.Output);
    }

    [Fact]
    public void TrainsAndEvaluatesAMultiLabelTable()
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 10);
        File.WriteAllLines(
            folder.File("labels.tsv"),
            from name in DrawnImages.Classes
            from i in Enumerable.Range(0, 10)
            select $"images/{name}/{i:D3}.jpg\t{name}" + (name == "square" ? "" : "\tround"));
        JsonNode trained = ToolRun.Json(
            folder, "train --data labels.tsv --epochs 1 --image-size 16 --label-threshold 0.25 --output m.zip");
        Assert.True((bool)trained["network"]!["multiLabel"]!);
        JsonNode evaluation = ToolRun.Json(folder, "evaluate m.zip --data labels.tsv")["evaluation"]!;
        Assert.Equal(30, (int)evaluation["images"]!);
        Assert.Equal(["disc", "ring", "round", "square"], evaluation["classes"]!.AsArray().Select(c =>
            (string)c!["name"]!));
        Assert.Equal(20, (int)evaluation["classes"]![2]!["images"]!);
        Assert.InRange((double)evaluation["microF1"]!, 0, 1);
        JsonNode all = ToolRun.Json(folder, "predict m.zip images/disc/000.jpg --label-threshold 0");
        Assert.Equal(4, all["labels"]!.AsArray().Count);
    }

    [Fact]
    public void FineTunesWithFrozenStagesAndQuantises()
    {
        using var folder = new TemporaryFolder();
        ToolRun.Train(folder, "first.zip");
        ToolRun.Succeed(folder, "deepen first.zip --stage-depths 3,4,3 --output deep.zip");
        JsonNode tuned = ToolRun.Json(
            folder,
            "train --data images --from deep.zip --frozen-stages 3 --epochs 1 --precision int8 --output tuned.zip");
        Assert.Equal(("ResNet20-3-4-3", "Int8"), (
            (string)tuned["network"]!["architecture"]!, (string)tuned["network"]!["precision"]!));
        Assert.Equal(16, (int)tuned["network"]!["imageWidth"]!);
        ToolRun.Succeed(folder, "export first.zip --safetensors first.safetensors");
        JsonNode fromWeights = ToolRun.Json(
            folder,
            "train --data images --pretrained first.safetensors --image-size 16 --epochs 1 --output w.zip");
        Assert.Equal("ResNet20", (string)fromWeights["network"]!["architecture"]!);
    }

    [Fact]
    public void InterruptionSavesTheModelSoFarAndTheCheckpoint()
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 10);
        SampleProcess run = SampleProcess.Interrupt(
            "resnet.dll", folder.Path, "train", "--data", "images", "--epochs", "100000", "--image-size", "16",
            "--checkpoint", "run.checkpoint", "--output", "model.zip", "--json", "train.json");
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("resumes from", run.Error);
        Assert.Equal(
            "Cancelled", (string)ToolRun.Documented(File.ReadAllText(folder.File("train.json")))["stopReason"]!);
        Assert.True(File.Exists(folder.File("run.checkpoint")));
        ToolRun.Succeed(folder, "info model.zip");
    }

    private sealed class Input
    {
        public byte[] Image { get; set; } = [];
    }

    private sealed class Output
    {
        public string PredictedLabel { get; set; } = "";
        public float[] Score { get; set; } = [];
    }
}
