using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Saving and loading through ML.NET.</summary>
public sealed class ModelFileTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = EncodedRow.Many(24);

    [Fact]
    public void LoadedModelsEqualTheSavedOnes()
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        ResNetClassifierTransformer model = Tiny.Fit(_context, data, o => o.ImagePathColumnName = "Path");

        ResNetClassifierTransformer loaded = Load(Save(model, data.Schema));

        Assert.Equal(model.WeightsSha256, loaded.WeightsSha256);
        Assert.Equal(model.Architecture, loaded.Architecture);
        Assert.Equal(model.ClassNames, loaded.ClassNames);
        Assert.Equal((16, 16, 3), (loaded.ImageHeight, loaded.ImageWidth, loaded.ImageChannels));
        Assert.Equal(model.Model.Specification, loaded.Model.Specification);
        Assert.Equal(model.Model.Columns, loaded.Model.Columns);
        Assert.Equal(Scores.Read(_context, model.Transform(data)), Scores.Read(_context, loaded.Transform(data)));
        AssertSame(model.TrainingReport!, loaded.TrainingReport!);
        // Models derived from it give the same scores, and so do files that are saved again.
        ResNetClassifierTransformer quantised = loaded.Quantize(data);
        Assert.Same(loaded.TrainingReport, quantised.TrainingReport);
        Assert.Same(
            loaded.TrainingReport,
            loaded.WithTestTimeAugmentation(ResNetTestTimeAugmentation.Flip).WithUnknownThreshold(0.1f).TrainingReport);
        AssertSame(model.TrainingReport!, Load(Save(quantised, data.Schema)).TrainingReport!);
        Assert.Null(Load(Save(loaded.Deepen(Deeper), data.Schema)).TrainingReport);
    }

    [Fact]
    public void AFreshProcessWithoutOurTypesPredictsTheSame()
    {
        using var folder = new TemporaryFolder();
        IDataView data = _context.Data.LoadFromEnumerable(_rows);
        ITransformer model = Tiny.Pipeline(_context).Fit(data);
        _context.Model.Save(model, data.Schema, folder.File("model.zip"));
        string[] images = [.. _rows.Select((row, i) =>
        {
            string file = folder.File($"{i}.png");
            File.WriteAllBytes(file, row.Image);
            return file;
        })];

        string output = ChildProcess.Run(
            "Microsoft.ML.ResNet.Tests.Host.dll", [folder.File("model.zip"), folder.File("scores"), .. images]);

        float[][] expected = Scores.Read(_context, model.Transform(data));
        Assert.Equal(
            expected.SelectMany(scores => scores.SelectMany(BitConverter.GetBytes)),
                File.ReadAllBytes(folder.File("scores")));
        Assert.Equal(
            expected.Select(scores => DrawnImages.Classes[Array.IndexOf(scores, scores.Max())]),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }

    [Fact]
    public void RejectsEveryTruncation()
    {
        byte[] file = Saved();
        for (int length = 0; length < file.Length; length++)
        {
            Exception? error = Record.Exception(() => Load(file[..length]));
            Assert.True(error is not null, $"{length} of {file.Length} bytes were loaded");
            Assert.IsNotType<OutOfMemoryException>(Innermost(error));
        }
    }

    [Fact]
    public void AlteredFilesAreRejectedOrLoadUnchanged()
    {
        byte[] file = Saved();
        string weights = Load(file).WeightsSha256;
        var random = new Random(9);
        int refused = 0;
        for (int round = 0; round < 1000; round++)
        {
            byte[] altered = [.. file];
            altered[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            long before = GC.GetAllocatedBytesForCurrentThread();
            ResNetClassifierTransformer? loaded = null;
            Exception? error = Record.Exception(() => loaded = Load(altered));
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
            if (loaded is not null)
                Assert.Equal(weights, loaded.WeightsSha256);
            else
                refused++;
            Assert.False(error is not null && Innermost(error) is OutOfMemoryException);
        }
        Assert.InRange(refused, 500, 1000);
    }

    [Theory]
    [InlineData("Weights")]
    [InlineData("Description")]
    public void ReportsADamagedModel(string part)
    {
        foreach (int position in new[] { 0, 5, 50, 100 })
        {
            byte[] file = Edit(Saved(), part, content => content[position] ^= 0x10);
            AssertDamaged(file);
        }
        AssertDamaged(Edit(Saved(), part, _ => { }, length: -1));
        AssertDamaged(Edit(Saved(), part, _ => { }, length: 1));
        AssertDamaged(Edit(Saved(), part, null));
    }

    [Fact]
    public void RejectsAFalseLengthInTheArchive()
    {
        byte[] file = Saved();
        // In the archive's central directory, the length is at offset 24 of an entry and the name at offset 46.
        byte[] name = Encoding.ASCII.GetBytes("Weights");
        int entry = Enumerable.Range(0, file.Length - 64).Last(i =>
            file.AsSpan(i, 4).SequenceEqual("PK\x01\x02"u8)
            && file.AsSpan(i + 46, BitConverter.ToUInt16(file, i + 28)).EndsWith(name));
        BitConverter.TryWriteBytes(file.AsSpan(entry + 24), int.MaxValue);
        AssertDamaged(file);
    }

    [Fact]
    public void ClassValuesCanHaveAnyType()
    {
        foreach (string type in new[] { "Number", "Truth", "Real" })
        {
            IDataView data = _context.Data.LoadFromEnumerable(_rows.Select((row, i) => new TypedRow
            {
                Image = row.Image,
                Number = i % 3 - 1,
                Truth = i % 2 == 0,
                Real = i % 4 / 3f,
            }));
            data = _context.Transforms.Conversion.MapValueToKey("Label", type).Fit(data).Transform(data);
            ResNetClassifierTransformer model = Tiny.Fit(_context, data, o => o.Epochs = 1);

            ResNetClassifierTransformer loaded = Load(Save(model, data.Schema));

            Assert.Equal(model.ClassNames, loaded.ClassNames);
            Assert.Equal(
                model.GetOutputSchema(data.Schema)["PredictedLabel"].Annotations.Schema["KeyValues"].Type,
                loaded.GetOutputSchema(data.Schema)["PredictedLabel"].Annotations.Schema["KeyValues"].Type);
        }
    }

    [Fact]
    public void KeysWithoutValuesGiveNumberedClasses()
    {
        IDataView data =
            _context.Data.LoadFromEnumerable(
                _rows.Select((row, i) => new KeyRow { Image = row.Image, Label = (uint)(i % 4) + 1 }));
        ResNetClassifierTransformer loaded = Load(Save(Tiny.Fit(_context, data, o => o.Epochs = 1), data.Schema));
        Assert.Equal(["1", "2", "3", "4"], loaded.ClassNames);
        Assert.Equal(24, Scores.Read(_context, loaded.Transform(data)).Length);
    }

    private static ResNetArchitecture Deeper => Tiny.Architecture with { Name = "Deeper", StageDepths = [1, 2] };

    private static void AssertSame(ResNetTrainingReport expected, ResNetTrainingReport read)
    {
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(read));
        Assert.Equal(2, read.Epochs.Count);
    }

    private byte[] Saved()
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        return Save(Tiny.Fit(_context, data, o => o.Epochs = 1), data.Schema);
    }

    private byte[] Save(ITransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    private ResNetClassifierTransformer Load(byte[] file)
    {
        ITransformer model = _context.Model.Load(new MemoryStream(file), out _);
        return (ResNetClassifierTransformer)(model is TransformerChain<ITransformer> chain ? chain.Single() : model);
    }

    private void AssertDamaged(byte[] file)
    {
        Exception error = Innermost(Record.Exception(() => Load(file))!);
        Assert.IsType<InvalidDataException>(error);
        Assert.Contains("model file is damaged", error.Message);
    }

    // Rewrites an entry of the archive, or removes it if there is no edit, so that the archive's own checks still pass.
    private static byte[] Edit(byte[] file, string part, Action<byte[]>? edit, int length = 0)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            ZipArchiveEntry entry = archive.Entries.Single(e => e.FullName.EndsWith(part));
            using var content = new MemoryStream();
            using (Stream old = entry.Open())
                old.CopyTo(content);
            string name = entry.FullName;
            entry.Delete();
            if (edit is not null)
            {
                byte[] bytes = content.ToArray();
                edit(bytes);
                Array.Resize(ref bytes, bytes.Length + length);
                using Stream changed = archive.CreateEntry(name).Open();
                changed.Write(bytes);
            }
        }
        return stream.ToArray();
    }

    private static Exception Innermost(Exception error)
    {
        while (error is TargetInvocationException { InnerException: { } inner })
            error = inner;
        return error;
    }

    private sealed class TypedRow
    {
        public byte[] Image { get; set; } = [];

        public int Number { get; set; }

        public bool Truth { get; set; }

        public float Real { get; set; }
    }

    private sealed class KeyRow
    {
        public byte[] Image { get; set; } = [];

        [KeyType(4)]
        public uint Label { get; set; }
    }
}
