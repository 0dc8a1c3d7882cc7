using System.Text;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.ResNet.Weights;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Files of PyTorch: their forms, and what is refused.</summary>
public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("weights.pth");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("state_dict", false)]
    [InlineData("model", true)]
    [InlineData("net", false)]
    [InlineData("ema", false)]
    public void ANetworkIsRead(string? key, bool isOld)
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection), channels: 3, classes: 5);
        TorchWriter writer = new();
        if (key is not null)
            writer.Raw((byte)'}').Text("epoch").Number(90).Raw((byte)'s').Text(key);
        writer.State(
        [
            .. NamedTensorExport.Places(model).Select((place, i) => (
                "module." + place.Name, TorchValue.Of($"{i}", place.Shape, NamedTensorExport.Values(model, place)))),
            ("module.bn1.num_batches_tracked", new TorchValue("n", "LongStorage", new byte[8], 1, 0, [], [])),
        ]);
        if (key is not null)
            writer.Raw((byte)'s');
        if (isOld)
            writer.SaveOld(FilePath);
        else
            writer.Save(FilePath);
        using WeightsFile file = PretrainedFile.Open(FilePath);
        Assert.Equal(3, file.Channels);
        ResNetModel read = file.Read(file.Recognise(3)!, 16, 16, 3, null, headIsOptional: false);
        Assert.Equal(model.WeightsSha256, read.WeightsSha256);
        Assert.Contains("does not say how its images are normalized", file.NormalizationRemark(3, null));
    }

    [Fact]
    public void ViewsAndSmallNumbersAreRead()
    {
        float[] values = [0, 1, 2, 3, 4, 5, 6, 7];
        byte[] half = [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))];
        byte[] brain = [.. values.SelectMany(value => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)))];
        new TorchWriter().State(
        [
            ("transposed.weight", TorchValue.Of("a", [8], values) with { Shape = [3, 2], Strides = [1, 3], Offset = 2 }),
            ("half.weight", new("b", "HalfStorage", half, 8, 4, [2, 2], [2, 1])),
            ("brain.weight", new("c", "BFloat16Storage", brain, 8, 0, [8], [1])),
            ("repeated.weight", TorchValue.Of("a", [8], values) with { Shape = [2, 2], Strides = [0, 1], Offset = 5 }),
            ("none.weight", TorchValue.Of("a", [8], values) with { Shape = [0, 4], Strides = [4, 1] }),
        ]).Save(FilePath);
        using TorchFile file = new(FilePath);
        Assert.Equal([2, 5, 3, 6, 4, 7], file.Read("transposed.weight"));
        Assert.Equal([4, 5, 6, 7], file.Read("half.weight"));
        Assert.Equal(values, file.Read("brain.weight"));
        Assert.Equal([5, 6, 5, 6], file.Read("repeated.weight"));
        Assert.Empty(file.Read("none.weight"));
    }

    // What os.system(...) would be, a whole module, and a function that is looked up by another.
    [Theory]
    [InlineData("posix", "system")]
    [InlineData("torchvision.models.resnet", "ResNet")]
    [InlineData("builtins", "getattr")]
    [InlineData("argparse", "Namespace")]
    public void NothingButTensorsIsMade(string module, string name)
    {
        new TorchWriter().Raw((byte)'}').Text("state_dict").Global(module, name)
            .Raw((byte)'(').Text("touch hacked").Raw((byte)'t', (byte)'R', (byte)'s').Save(FilePath);
        string message = Refused();
        Assert.Contains($"{module}.{name}", message);
        Assert.Contains("torch.save(model.state_dict()", message);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "pickle", "an early end" },
        { "values", "cut off or damaged" },
        { "missing", "cut off or damaged" },
        { "beyond", "it is damaged" },
        { "opcode", "an instruction 0x69" },
        { "list", "no tensors by name" },
        { "script", "TorchScript" },
        { "big", "big-endian" },
        { "zip", "without data.pkl" },
        { "protocol", "protocol 9" },
        { "old", "not one that torch.save wrote" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void WhatIsDamagedIsRefused(string damage, string reason)
    {
        TorchValue value = TorchValue.Of("a", [2], [1, 2]);
        TorchWriter writer = new();
        switch (damage)
        {
            case "pickle":
                writer.Text("a").Raw((byte)'X', 200, 0, 0, 0);
                break;
            case "values":
                writer.State([("a.weight", value with { Bytes = value.Bytes[..4] })]);
                break;
            case "beyond":
                writer.State([("a.weight", value with { Shape = [3] })]);
                break;
            case "opcode":
                writer.Raw((byte)'i');
                break;
            case "list":
                writer.Raw((byte)']');
                break;
            case "protocol":
                writer.Raw(0x80, 9);
                break;
            default:
                writer.State([("a.weight", value)]);
                break;
        }
        switch (damage)
        {
            case "missing":
                writer.Save(FilePath, archive => archive.GetEntry("archive/data/a")!.Delete());
                break;
            case "script":
                writer.Save(FilePath, archive => TorchWriter.Add(archive, "archive/constants.pkl", []));
                break;
            case "big":
                writer.Save(FilePath, archive => TorchWriter.Add(archive, "archive/byteorder", "big"u8.ToArray()));
                break;
            case "zip":
                writer.Save(FilePath, archive => archive.GetEntry("archive/data.pkl")!.Delete());
                break;
            case "old":
                File.WriteAllBytes(FilePath, writer.Pickle);
                break;
            default:
                writer.Save(FilePath);
                break;
        }
        Assert.Contains(reason, Refused());
    }

    [Theory]
    [InlineData("<!DOCTYPE html>", "a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "git lfs pull")]
    [InlineData("{\"weight_map\":{\"conv1.weight\":\"../w.safetensors\"}}", "not beside it")]
    [InlineData("{\"weight_map\":{\"conv1.weight\":7}}", "no index")]
    [InlineData("{\"a\":1}", "no index")]
    [InlineData("hello, these are no weights", "no safetensors file")]
    public void OtherFilesAreNamedAsWhatTheyAre(string content, string reason)
    {
        File.WriteAllText(FilePath, content);
        Assert.Contains(reason, Refused());
        File.WriteAllBytes(FilePath, [0x89, .. Encoding.ASCII.GetBytes("HDF\r\n"), 0x1a, 10, 0, 0]);
        Assert.Contains("tf2onnx", Refused());
    }

    // Cut anywhere, or with any byte changed, a file is read or refused: no other exception, no endless loop.
    [Fact]
    public void NoDamageIsFatal()
    {
        new TorchWriter().State([("a.weight", TorchValue.Of("a", [2], [1, 2]))]).SaveOld(FilePath);
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= (byte)(1 + i % 255);
            foreach (byte[] bytes in new[] { whole[..i], changed })
            {
                File.WriteAllBytes(FilePath, bytes);
                try
                {
                    using TorchFile file = new(FilePath);
                    foreach (string name in file.Shapes.Keys)
                        _ = file.Read(name);
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains(FilePath, e.Message);
                }
            }
        }
    }

    [Fact]
    public void ShardsAreReadTogether()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection), channels: 3, classes: 5);
        TensorPlace[] places = [.. NamedTensorExport.Places(model)];
        string[] map = new string[places.Length];
        for (int shard = 0; shard < 2; shard++)
        {
            TensorPlace[] part = [.. places.Where((_, i) => i % 2 == shard)];
            string name = $"model-0000{shard + 1}-of-00002.safetensors";
            using FileStream stream = File.Create(_folder.File(name));
            SafeTensorsWriter.Write(
                stream, new Dictionary<string, string>(),
                [.. part.Select(place => new SafeTensorsSource(
                    place.Name, place.Shape, () => NamedTensorExport.Values(model, place)))]);
            for (int i = shard; i < places.Length; i += 2)
                map[i] = $"\"{places[i].Name}\": \"{name}\"";
        }
        string index = _folder.File("model.safetensors.index.json");
        File.WriteAllText(index, $"{{\"metadata\": {{}}, \"weight_map\": {{{string.Join(", ", map)}}}}}");
        using (WeightsFile file = PretrainedFile.Open(index))
        {
            ResNetModel read = file.Read(file.Recognise(3)!, 16, 16, 3, null, headIsOptional: false);
            Assert.Equal(model.WeightsSha256, read.WeightsSha256);
        }
        File.Delete(_folder.File("model-00002-of-00002.safetensors"));
        Assert.Throws<FileNotFoundException>(() => PretrainedFile.Open(index));
    }

    private string Refused()
    {
        string message = Assert.Throws<InvalidDataException>(() =>
        {
            using WeightsFile file = PretrainedFile.Open(FilePath);
            foreach (string name in file.Tensors.Shapes.Keys)
                _ = file.Tensors.Read(name);
        }).Message;
        Assert.Contains(FilePath, message);
        return message;
    }
}
