using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torchvision;

/// <summary>
/// Writes a state dictionary as safetensors, implemented from the specification, independent of our code.
/// </summary>
internal static class SafeTensorsOutput
{
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> state)
    {
        Dictionary<string, object> header = [];
        using MemoryStream data = new();
        foreach ((string name, Tensor tensor) in state)
        {
            long begin = data.Length;
            using Tensor dense = tensor.contiguous();
            data.Write(dense.bytes);
            header[name] = new
            {
                dtype = tensor.dtype == ScalarType.Int64 ? "I64" : "F32",
                shape = tensor.shape,
                data_offsets = new[] { begin, data.Length },
            };
        }
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header), length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        using FileStream file = File.Create(path);
        file.Write(length);
        file.Write(json);
        data.WriteTo(file);
    }
}
