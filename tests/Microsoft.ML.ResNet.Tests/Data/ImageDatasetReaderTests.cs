using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Rows keep their order for any data view and number of threads.</summary>
public sealed class ImageDatasetReaderTests
{
    private static readonly MLContext s_context = new(seed: 1);
    private static readonly IDataView s_keyed = Tiny.Keyed(s_context, EncodedRow.Many(300));

    private static readonly Dictionary<string, Func<IDataView>> s_sources = new()
    {
        ["list"] = () => s_keyed,
        ["cached"] = () => s_context.Data.Cache(s_keyed),
        ["shuffled"] = () => s_context.Data.ShuffleRows(s_context.Data.Cache(s_keyed), seed: 3),
        ["taken"] = () => s_context.Data.TakeRows(s_keyed, 177),
        ["skipped"] = () => s_context.Data.SkipRows(s_keyed, 33),
        ["filtered"] = () => s_context.Data.FilterRowsByKeyColumnFraction(s_keyed, "Label", 0, 0.6),
        ["split"] = () => s_context.Data.TrainTestSplit(s_keyed, 0.4, seed: 5).TrainSet,
    };

    public static TheoryData<string> Sources => [.. s_sources.Keys];

    [Theory]
    [MemberData(nameof(Sources))]
    public void KeepsTheOrderOfTheRows(string source)
    {
        IDataView data = s_sources[source]();
        int[] expected = Labels(data);
        byte[][] pixels = new byte[3][];
        for (int i = 0; i < 3; i++)
        {
            using ImageDataset set = Read(data, threads: 1 + 2 * i);
            Assert.Equal(expected, Enumerable.Range(0, set.Labels.Length).Select(i => set.Labels.GetClass(i)));
            pixels[i] = new byte[set.Pixels.Count * set.Pixels.Shape.Bytes];
            Marshal.Copy(set.Pixels.Pointer, pixels[i], 0, pixels[i].Length);
        }
        Assert.Equal(pixels[0], pixels[1]);
        Assert.Equal(pixels[0], pixels[2]);
    }

    private static ImageDataset Read(IDataView data, int threads) => new ImageDatasetReader
    {
        Specification = new ImageSpecification(
            new PixelShape(16, 16, 3, isFloat: false), ResNetPixelLayout.Planar, ImageResizingEstimator.ResizingKind.Fill),
        BadImages = ResNetBadImagePolicy.Throw,
        Threads = threads,
        MemoryBudget = 1 << 30,
        TemporaryFolder = null,
        CheckAlive = () => { },
    }.Read(data, new DatasetColumns(data.Schema["Image"], data.Schema["Label"], null));

    private static int[] Labels(IDataView data)
    {
        var labels = new List<int>();
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Label"]]);
        ValueGetter<uint> getter = cursor.GetGetter<uint>(data.Schema["Label"]);
        uint key = 0;
        while (cursor.MoveNext())
        {
            getter(ref key);
            labels.Add((int)key - 1);
        }
        return [.. labels];
    }
}
