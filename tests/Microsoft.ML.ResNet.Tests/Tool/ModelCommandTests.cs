using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Tool;

/// <summary>Commands that use a model.</summary>
public sealed class ModelCommandTests
{
    [Fact]
    public void EvaluationAndPredictionsAgreeInEveryFileFormat()
    {
        using var folder = new TemporaryFolder();
        string model = ToolRun.Train(folder);
        ToolRun.Json(folder, $"export {model} --onnx model.onnx --safetensors model.safetensors --zip again.zip");
        JsonNode reference = ToolRun.Json(folder, $"evaluate {model} --data images")["evaluation"]!;
        Assert.Equal(30, (int)reference["images"]!);
        Assert.Equal(
            30, reference["confusion"]!.AsArray().Sum(row => row!.AsArray().Sum(count => (int)count!)));
        JsonNode report = ToolRun.Json(folder, $"report {model} --data images --output report.html");
        Assert.Equal((double)reference["accuracy"]!, (double)report["accuracy"]!, 1e-9);
        Assert.Contains("<html", File.ReadAllText(folder.File("report.html")), StringComparison.OrdinalIgnoreCase);
        foreach (string file in (string[])["model.onnx", "again.zip"])
        {
            JsonNode evaluation = ToolRun.Json(folder, $"evaluate {file} --data images")["evaluation"]!;
            Assert.Equal((double)reference["logLoss"]!, (double)evaluation["logLoss"]!, 1e-3);
        }
        Assert.Equal(
            (string)ToolRun.Json(folder, $"info {model}")["network"]!["weightsSha256"]!,
            (string)ToolRun.Json(folder, "info model.safetensors")["network"]!["weightsSha256"]!);
    }

    [Fact]
    public void PredictAcceptsFilesFoldersAndPatternsAndContinuesAfterErrors()
    {
        using var folder = new TemporaryFolder();
        string model = ToolRun.Train(folder);
        File.WriteAllText(folder.File("text.png"), "no image");
        SampleProcess run = ToolRun.Run(
            folder, "predict", model, "text.png", "images/disc", "images/*/00[0-1].jpg", "images/ring/00?.jpg",
            "missing.png",
            "--top", "2", "--json", "predictions.jsonl");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no file matches", run.Error);
        run = ToolRun.Run(
            folder, "predict", model, "text.png", "images/disc", "images/r*/000.jpg", "missing.png", "--top", "2",
            "--json", "predictions.jsonl");
        Assert.Equal(1, run.ExitCode);
        JsonNode[] lines = [.. File.ReadLines(folder.File("predictions.jsonl")).Select(ToolRun.Documented)];
        Assert.Equal(
            [
                "text.png", .. Enumerable.Range(0, 10).Select(i => $"images/disc/{i:D3}.jpg"), "images/ring/000.jpg",
                "missing.png",
            ],
            lines.Select(line => (string)line["image"]!));
        Assert.Contains("not a readable image", (string)lines[0]["error"]!);
        Assert.Contains("does not exist", (string)lines[^1]["error"]!);
        Assert.All(lines[1..^1], line => Assert.Equal(2, line["top"]!.AsArray().Count));
        Assert.All(lines[1..^1], line => Assert.Equal((string)line["class"]!, (string)line["top"]![0]!["name"]!));

        JsonNode unknown = ToolRun.Json(folder, $"predict {model} images/disc/000.jpg --unknown-threshold 1");
        Assert.Null(unknown["class"]);
    }

    [Fact]
    public void ExportsQuantisedModelsToOnnxAndZip()
    {
        using var folder = new TemporaryFolder();
        string model = ToolRun.Train(folder);
        JsonNode export = ToolRun.Json(folder, $"export {model} --int8 --data images --onnx int8.onnx --zip int8.zip");
        Assert.Equal("Int8", (string)export["network"]!["precision"]!);
        Assert.Equal(2, export["files"]!.AsArray().Count);
        Assert.True(new FileInfo(folder.File("int8.onnx")).Length < 400_000);
        Assert.Equal("Int8", (string)ToolRun.Json(folder, "info int8.zip")["network"]!["precision"]!);
    }

    [Fact]
    public void DeepenedModelComputesTheSameAndExplainAndFeaturesWriteFiles()
    {
        using var folder = new TemporaryFolder();
        string model = ToolRun.Train(folder);
        JsonNode deeper = ToolRun.Json(folder, $"deepen {model} --architecture ResNet32 --output deep.zip");
        Assert.Equal("ResNet32", (string)deeper["network"]!["architecture"]!);
        JsonNode before = ToolRun.Json(folder, $"predict {model} images/disc/000.jpg");
        JsonNode after = ToolRun.Json(folder, "predict deep.zip images/disc/000.jpg");
        Assert.Equal(before.ToJsonString(), after.ToJsonString());

        JsonNode why = ToolRun.Json(folder, $"explain {model} images/disc/000.jpg --class ring --output why.png");
        Assert.Equal("ring", (string)why["class"]!);
        using (SkiaSharp.SKCodec overlay = SkiaSharp.SKCodec.Create(folder.File("why.png")))
            Assert.True(overlay.Info.Width >= 24);

        JsonNode features = ToolRun.Json(folder, "features deep.zip images/ring --output features.csv");
        Assert.Equal((10, 64), ((int)features["images"]!, (int)features["features"]!));
        string[] rows = File.ReadAllLines(folder.File("features.csv"));
        Assert.Equal(10, rows.Length);
        Assert.All(rows, row => Assert.Equal(65, row.Split(',').Length));
    }

    [Fact]
    public void InfoListsArchitecturesAndBenchmarkMeasures()
    {
        using var folder = new TemporaryFolder();
        JsonNode info = ToolRun.Json(folder, "info");
        Assert.Equal(ResNetArchitecture.Names, info["architectures"]!.AsArray().Select(name => (string)name!));
        JsonNode speed = ToolRun.Json(
            folder, "benchmark --image-size 16 --batch-size 8 --classes 2 --seconds 1 --precision int8");
        AssertMeasured(speed, "trainingImagesPerSecond", "predictionImagesPerSecond", "predictionMilliseconds");
    }

    [Fact]
    public void BenchmarkMeasuresASavedModelAtItsOwnSizeAndPrecision()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(seed: 1);
        IDataView data = Tiny.Keyed(ml, EncodedRow.Many(8));
        using ResNetClassifierTransformer trained = Tiny.Fit(ml, data, options =>
        {
            (options.ImageHeight, options.ImageWidth, options.Epochs) = (16, 24, 1);
            (options.ScoreColumnName, options.ImagePathColumnName) = ("P", "Path");
        });
        using ResNetClassifierTransformer quantised = trained.Quantize(data);
        ml.Model.Save(quantised, data.Schema, folder.File("model.zip"));

        JsonNode speed = ToolRun.Json(folder, "benchmark model.zip --seconds 1");
        Assert.Equal(
            ("Tiny", 16, 24, "Int8"),
            ((string)speed["network"]!["architecture"]!, (int)speed["network"]!["imageHeight"]!,
                (int)speed["network"]!["imageWidth"]!, (string)speed["network"]!["precision"]!));
        AssertMeasured(speed, "predictionImagesPerSecond", "predictionMilliseconds");
        Assert.Null(speed["trainingImagesPerSecond"]);
        JsonNode exact = ToolRun.Json(folder, "benchmark model.zip --seconds 1 --precision Float32");
        Assert.Equal("Float32", (string)exact["network"]!["precision"]!);
    }

    [Fact]
    public void RejectsAModelWithSeveralNetworks()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(seed: 1);
        IDataView data = Tiny.Keyed(ml, EncodedRow.Many(8));
        using ResNetClassifierTransformer model = Tiny.Fit(ml, data, options => options.Epochs = 1);
        ml.Model.Save(
            new TransformerChain<ITransformer>(model, new TransformerChain<ITransformer>(model)), data.Schema,
            folder.File("two.zip"));
        ToolRun.Run(folder, "info", "two.zip").AssertFailed(1, "'two.zip' has 2 residual networks");
    }

    [Fact]
    public void SelectSavesTheBestTrial()
    {
        using var folder = new TemporaryFolder();
        Microsoft.ML.ResNet.Tests.ImageFolders.Write(folder.File("images"), perClass: 10);
        JsonNode json = ToolRun.Json(folder, "select --data images --time 60 --trials 1 --output best.zip");
        Assert.Single(json["trials"]!.AsArray());
        Assert.Equal(6, (int)json["evaluation"]!["images"]!);
        ToolRun.Succeed(folder, "info best.zip");
    }

    private static void AssertMeasured(JsonNode speed, params string[] names) => Assert.All(names, name =>
    {
        Assert.InRange((int)speed[name]!["repetitions"]!, 3, int.MaxValue);
        Assert.InRange((double)speed[name]!["median"]!, 1e-3, 1e7);
    });
}
