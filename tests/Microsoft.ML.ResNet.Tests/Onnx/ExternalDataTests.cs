using System.Globalization;
using Google.Protobuf;
using Microsoft.ML.ResNet.Onnx;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Weights in files beside the model.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _elsewhere = new();

    private string FilePath => _folder.File("model.onnx");

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Theory]
    [InlineData("model.onnx.data")]
    [InlineData("./weights/all.bin")]
    public void TheyAreRead(string location)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Tiny.Architecture, OnnxModel.OfBytes);
        Write(model, location);
        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(FilePath);
        IDataView images = OnnxModel.View(_context, OnnxModel.Bytes(2));
        Assert.Equal(Scores.Read(_context, model.Transform(images)), Scores.Read(_context, loaded.Transform(images)));
    }

    // The names are those of Windows and Linux, on both.
    [Theory]
    [InlineData("../secret.bin", "model's folder")]
    [InlineData("weights/../../secret.bin", "model's folder")]
    [InlineData("..\\secret.bin", "model's folder")]
    [InlineData("/etc/passwd", "model's folder")]
    [InlineData("C:\\secret.bin", "model's folder")]
    [InlineData("", "model's folder")]
    [InlineData("none.bin", "not beside the model")]
    [InlineData("link.bin", "a link out of")]
    [InlineData("folder/weights.bin", "a link out of")]
    [InlineData("short.bin", "cut off")]
    public void OtherFilesAreNotOpened(string location, string reason)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Tiny.Architecture, OnnxModel.OfBytes);
        ModelProto file = Write(model, "weights.bin");
        byte[] bytes = File.ReadAllBytes(_folder.File("weights.bin"));
        File.WriteAllBytes(_elsewhere.File("weights.bin"), bytes);
        File.WriteAllBytes(_folder.File("short.bin"), bytes[..^1]);
        File.CreateSymbolicLink(_folder.File("link.bin"), _elsewhere.File("weights.bin"));
        Directory.CreateSymbolicLink(_folder.File("folder"), _elsewhere.Path);
        Change(file, "location", location);
        string message = Refused();
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("The tensor '", message, StringComparison.Ordinal);
    }

    // blobs/HASH, and snapshots/REVISION/NAME that are links to them.
    [Fact]
    public void LinksToWhereTheModelIsAreFollowed()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Tiny.Architecture, OnnxModel.OfBytes);
        Write(model, "weights.bin");
        foreach (string name in new[] { "model.onnx", "weights.bin" })
        {
            File.Move(_folder.File(name), _elsewhere.File("blob-of-" + name));
            File.CreateSymbolicLink(_folder.File(name), _elsewhere.File("blob-of-" + name));
        }
        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(FilePath);
        IDataView images = OnnxModel.View(_context, OnnxModel.Bytes(2));
        Assert.Equal(Scores.Read(_context, model.Transform(images)), Scores.Read(_context, loaded.Transform(images)));
    }

    [Theory]
    [InlineData("length", "4")]
    [InlineData("length", "x")]
    [InlineData("offset", "-1")]
    [InlineData("offset", "9223372036854775807")]
    public void PlacesThatAreWrongAreRefused(string key, string value)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Tiny.Architecture, OnnxModel.OfBytes);
        Change(Write(model, "weights.bin"), key, value);
        Refused();
    }

    // One place for all: more would be read than is there.
    [Fact]
    public void TensorsDoNotShareBytes()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Tiny.Architecture, OnnxModel.OfBytes);
        ModelProto file = Write(model, "weights.bin");
        byte[] bytes = File.ReadAllBytes(_folder.File("weights.bin"));
        File.WriteAllBytes(_folder.File("weights.bin"), bytes[..(bytes.Length * 3 / 4)]);
        Change(file, "offset", "0");
        Assert.Contains("other tensors", Refused(), StringComparison.Ordinal);
    }

    private string Refused() =>
        Assert.Throws<InvalidDataException>(() => _context.Model.LoadResNetOnnx(FilePath)).Message;

    private void Change(ModelProto file, string key, string value)
    {
        foreach (TensorProto tensor in file.Graph.Initializer.Where(tensor => tensor.ExternalData.Count > 0))
            tensor.ExternalData.Single(entry => entry.Key == key).Value = value;
        File.WriteAllBytes(FilePath, file.ToByteArray());
    }

    private ModelProto Write(ResNetClassifierTransformer model, string location)
    {
        ModelProto file = OnnxModel.File(_context, model);
        using MemoryStream data = new();
        foreach (TensorProto tensor in file.Graph.Initializer.Where(tensor => tensor.HasRawData))
        {
            void Add(string key, long value) => tensor.ExternalData.Add(
                new StringStringEntryProto { Key = key, Value = value.ToString(CultureInfo.InvariantCulture) });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
            Add("offset", data.Position);
            Add("length", tensor.RawData.Length);
            tensor.RawData.WriteTo(data);
            tensor.ClearRawData();
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
        }
        string path = Path.Combine(_folder.Path, location);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, data.ToArray());
        File.WriteAllBytes(FilePath, file.ToByteArray());
        return file;
    }
}
