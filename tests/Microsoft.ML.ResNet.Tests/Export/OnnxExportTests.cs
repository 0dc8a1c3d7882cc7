using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Onnx;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Every architecture gives the same results in ML.NET's ONNX transformer, in single precision.</summary>
public sealed class OnnxExportTests
{
    private const float Tolerance = 1e-4f;

    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<ResNetArchitecture> Architectures => TestNetworks.Every();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void ApplyOnnxModelGivesTheModelsScores(ResNetArchitecture architecture)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, architecture);
        float[][] pixels = OnnxModel.Pixels(5);
        IDataView images = OnnxModel.View(_context, pixels);
        Row[] expected = Rows(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"), model.Transform(images));
        Assert.True(expected.Select(row => row.Score.Max()).Distinct().Count() == 5);

        using TemporaryFolder folder = new();
        foreach (bool fold in new[] { true, false })
        {
            ResNetOnnxOptions options = new() { FoldBatchNormalization = fold };
            string path = folder.File($"{fold}.onnx");
            _context.Model.SaveResNetOnnx(model, path, options);
            byte[] file = File.ReadAllBytes(path);
            OnnxStructure.Check(ModelProto.Parser.ParseFrom(file));

            // One image at a time, and all in one batch.
            OnnxRow[] actual = Rows<OnnxRow>(_context.Transforms.ApplyOnnxModel(path).Fit(images).Transform(images));
            float[] together = OnnxModel.Run<float, float>(file, "Score", pixels);
            for (int i = 0; i < expected.Length; i++)
            {
                Equal(expected[i].Score, actual[i].Score);
                Equal(expected[i].Score, together.AsSpan(i * OnnxModel.Classes.Length, OnnxModel.Classes.Length));
                Assert.Equal([expected[i].PredictedLabel], actual[i].PredictedLabel);
            }
        }
        Assert.Equal([folder.File("False.onnx"), folder.File("True.onnx")], Directory.GetFiles(folder.Path).Order());
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void BatchNormalizationCanBeFolded(ResNetArchitecture architecture)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, architecture);
        int Nodes(bool fold) => OnnxModel.File(_context, model, new() { FoldBatchNormalization = fold })
            .Graph.Node.Count(node => node.OpType == "BatchNormalization");
        NetworkLayout layout = model.Model.Network.CreateLayout();
        Assert.Equal(layout.Normalizations.Count(), Nodes(fold: false));
        Assert.Equal(layout.Normalizations.Count() - layout.Units.Count(unit => unit.Normalization is not null), Nodes(fold: true));
    }

    private Row[] Rows(IEstimator<ITransformer> last, IDataView data) => Rows<Row>(last.Fit(data).Transform(data));

    private T[] Rows<T>(IDataView data)
        where T : class, new() =>
        [.. _context.Data.CreateEnumerable<T>(data, reuseRowObject: false)];

    private static void Equal(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int c = 0; c < expected.Length; c++)
            Assert.Equal(expected[c], actual[c], Tolerance);
    }

    private sealed class Row
    {
        public float[] Score { get; set; } = [];

        public string PredictedLabel { get; set; } = "";
    }

    private sealed class OnnxRow
    {
        public float[] Score { get; set; } = [];

        [VectorType(1)]
        public string[] PredictedLabel { get; set; } = [];
    }
}
