using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>
/// Decoded images of random pixels with arbitrary classes: the speed of a network does not depend on its input.
/// </summary>
internal sealed class RandomPixels
{
    private readonly List<PixelRow> _rows;

    public RandomPixels(
        int count, int height, int width, int channels, int classes, string imageColumn = nameof(PixelRow.Image))
    {
        var random = new Random(1);
        Schema = SchemaDefinition.Create(typeof(PixelRow));
        Schema[nameof(PixelRow.Image)].ColumnName = imageColumn;
        Schema[nameof(PixelRow.Image)].ColumnType =
            new VectorDataViewType(NumberDataViewType.Byte, channels, height, width);
        Schema[nameof(PixelRow.Label)].ColumnType = new KeyDataViewType(typeof(uint), classes);
        _rows = [.. Enumerable.Range(0, count).Select(i =>
        {
            byte[] pixels = new byte[channels * height * width];
            random.NextBytes(pixels);
            return new PixelRow { Image = pixels, Label = (uint)(i % classes) };
        })];
    }

    public SchemaDefinition Schema { get; }

    public int Count => _rows.Count;

    public PixelRow First => _rows[0];

    public IDataView ToDataView(MLContext ml) => ml.Data.LoadFromEnumerable(_rows, Schema);
}

/// <summary>A decoded image and the number of its class, from 0.</summary>
internal sealed class PixelRow
{
    public byte[] Image { get; set; } = [];

    public uint Label { get; set; }
}

/// <summary>The output of scoring.</summary>
internal sealed class PixelScores
{
    public float[] Score { get; set; } = [];
}
