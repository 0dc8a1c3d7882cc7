using CsCheck;
using Google.Protobuf;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Files of strangers cost an exception at most: not a crash, not hours, not memory.</summary>
public sealed class HostileOnnxTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DamagedFilesAreReadOrRefused()
    {
        ResNetArchitecture[] architectures =
            [TestNetworks.Variants[2], TestNetworks.Small(ResNetShortcut.ZeroPadding), TestNetworks.Variants[^2]];
        byte[][] files = [.. architectures.Select(architecture =>
        {
            using ResNetClassifierTransformer model = OnnxModel.Of(_context, architecture, OnnxModel.OfBytes);
            return OnnxModel.Bytes(_context, model);
        })];
        Gen<byte[]> damaged =
            from file in Gen.OneOfConst(files)
            from flips in Gen.Int[0, file.Length - 1].Array[0, 4]
            from value in Gen.Byte
            from cut in Gen.Int[0, file.Length]
            from kind in Gen.Int[0, 3]
            select kind switch
            {
                0 => file[..cut],
                1 => [.. file[..cut], value, .. file[cut..]],
                2 => [.. file[..cut], .. file[Math.Min(file.Length, cut + flips.Length + 1)..]],
                _ => Flipped(file, flips, value),
            };
        string path = _folder.File("damaged.onnx");
        int refused = 0;
        damaged.Sample(
            file =>
            {
                File.WriteAllBytes(path, file);
                try
                {
                    _context.Model.LoadResNetOnnx(path).Dispose();
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains(path, e.Message, StringComparison.Ordinal);
                    refused++;
                }
                return true;
            },
            iter: 600, threads: 1);
        Assert.InRange(refused, 60, 599);
    }

    // Messages of no bytes are a hundred times as large in memory; strings and numbers eight times.
    [Theory]
    [InlineData(0x0a)] // nodes
    [InlineData(0x2a)] // initializers
    [InlineData(0x5a)] // inputs
    public void ManyEmptyMessagesAreNotMade(byte tag)
    {
        const int count = 1_200_000;
        byte[] graph = new byte[2 * count];
        for (int i = 0; i < graph.Length; i += 2)
            graph[i] = tag;
        using MemoryStream file = new();
        using (CodedOutputStream output = new(file, leaveOpen: true))
        {
            output.WriteTag(7, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(graph));
        }
        string path = _folder.File("many.onnx");
        File.WriteAllBytes(path, file.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<InvalidDataException>(() => _context.Model.LoadResNetOnnx(path)).Message;
        Assert.Contains("parts", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void AFileTakesAFewTimesItsSize()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, ResNetArchitecture.ResNet18);
        string path = _folder.File("resnet18.onnx");
        _context.Model.SaveResNetOnnx(model, path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _context.Model.LoadResNetOnnx(path).Dispose();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5 * new FileInfo(path).Length);
    }

    private static byte[] Flipped(byte[] file, int[] places, byte bits)
    {
        byte[] flipped = [.. file];
        foreach (int place in places)
            flipped[place] ^= bits;
        return flipped;
    }
}
