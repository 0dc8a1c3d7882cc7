using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.MlNetSeam;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Forged counts and lengths that ML.NET itself believes.</summary>
public sealed class ModelFileCheckTests
{
    private const string Chain = "TransformerChain/Model.key", Names = "TransformerChain/Transform_001/Model.key";
    private static readonly Lazy<byte[]> s_saved = new(Save);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void LoadsWhatMlNetLoads()
    {
        ITransformer model = new MLContext().Model.LoadChecked(new MemoryStream(s_saved.Value), out DataViewSchema? schema);
        Assert.Equal(2, MlNetPipeline.Flatten(model).Count());
        Assert.Contains(schema!, column => column.Name == "Image");
    }

    // The offset of the number of dimensions: the parameters of the type VBuffer are those of Byte, and then the number.
    [Theory]
    [InlineData(17)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task RefusesDimensionsThatAreNotThere(int count) => Assert.Contains(
        "dimensions", await RefusedAsync("Schema", bytes => Write(bytes, IndexOf(bytes, "Byte"u8) + 5, count)));

    [Theory]
    [InlineData(3)]
    [InlineData(0x20000000)]
    [InlineData(-1)]
    public async Task RefusesTransformersThatAreNotThere(int count) =>
        Assert.Contains("transformers", await RefusedAsync(Chain, bytes => Write(bytes, Body(bytes), count)));

    [Theory]
    [InlineData(2)]
    [InlineData(0x20000000)]
    [InlineData(int.MinValue)]
    public async Task RefusesColumnsThatAreNotThere(int count) =>
        Assert.Contains("columns", await RefusedAsync(Names, bytes => Write(bytes, Body(bytes), count)));

    [Theory]
    [InlineData(24, "lie outside")] // the table of contents
    [InlineData(40, "rows")]
    [InlineData(48, "columns")]
    public async Task RefusesAFalseHeaderOfTheSchema(int offset, string message) =>
        Assert.Contains(message, await RefusedAsync("Schema", bytes => Write(bytes, offset, int.MaxValue)));

    [Fact]
    public async Task TheToolAndTheFeaturizerCheckToo()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.zip");
        File.WriteAllBytes(path, Edit(s_saved.Value, Chain, bytes => Write(bytes, Body(bytes), 0x20000000)));
        var ml = new MLContext();
        Assert.Contains("transformers", (await Assert.ThrowsAsync<InvalidDataException>(
            () => Task.Run(() => SavedClassifier.Load(ml, path)).WaitAsync(s_limit))).Message);
        Assert.Contains("transformers", (await Assert.ThrowsAsync<InvalidDataException>(
            () => Task.Run(() => ml.Transforms.ResNetFeaturizer(path)).WaitAsync(s_limit))).Message);
    }

    // No byte of what ML.NET reads itself makes it allocate much or not return.
    [Fact]
    public async Task EveryAlteredByteIsHarmless()
    {
        foreach (string entry in new[] { "Schema", Chain, Names })
        {
            int length = Read(s_saved.Value, entry).Length;
            for (int i = 0; i < length; i++)
            {
                byte[] file = Edit(s_saved.Value, entry, bytes => bytes[i] ^= (byte)(1 << (i % 8)));
                (Exception? error, long allocated) = await LoadAsync(file);
                Assert.True(allocated < 64 << 20, $"byte {i} of {entry} allocated {allocated}: {error}");
                Assert.IsNotType<OutOfMemoryException>(error);
            }
        }
    }

    private static async Task<string> RefusedAsync(string entry, Action<byte[]> forge)
    {
        (Exception? error, long allocated) = await LoadAsync(Edit(s_saved.Value, entry, forge));
        Assert.IsType<InvalidDataException>(error);
        Assert.Contains($"The entry '{entry}' of the model file is damaged", error.Message);
        Assert.True(allocated < 64 << 20);
        return error.Message;
    }

    private static Task<(Exception? Error, long Allocated)> LoadAsync(byte[] file) => Task.Run<(Exception?, long)>(() =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exception? error = Record.Exception(() => new MLContext().Model.LoadChecked(new MemoryStream(file), out _));
        return (error, GC.GetAllocatedBytesForCurrentThread() - before);
    }).WaitAsync(s_limit);

    private static int Body(byte[] bytes) => (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16));

    private static int IndexOf(byte[] bytes, ReadOnlySpan<byte> part) => bytes.AsSpan().IndexOf(part);

    private static void Write(byte[] bytes, int offset, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);

    private static byte[] Save()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Tiny.Keyed(ml, EncodedRow.Many(24));
        ResNetClassifierTransformer model = Tiny.Fit(ml, data, o => o.Epochs = 1);
        ITransformer names =
            ml.Transforms.Conversion.MapKeyToValue(model.PredictedLabelColumnName).Fit(model.Transform(data));
        using var stream = new MemoryStream();
        IDataView input = ml.Data.LoadFromEnumerable(EncodedRow.Many(1));
        ml.Model.Save(new TransformerChain<ITransformer>(model, names), input.Schema, stream);
        return stream.ToArray();
    }

    private static byte[] Read(byte[] file, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using Stream entry = archive.GetEntry(name)!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Edit(byte[] file, string name, Action<byte[]> edit)
    {
        byte[] bytes = Read(file, name);
        edit(bytes);
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(name)!.Delete();
            using Stream changed = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
            changed.Write(bytes);
        }
        return stream.ToArray();
    }
}
