using Google.Protobuf;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Reads the messages of an ONNX file, which may come from strangers.</summary>
internal static class OnnxFile
{
    /// <summary>Attributes have another meaning in earlier versions of the operators.</summary>
    public const int FirstOpset = 7;

    public static bool IsNamedSo(string path) =>
        Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InvalidDataException">It is no ONNX file, or damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static ModelProto Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        if (stream.Length > int.MaxValue)
        {
            throw new InvalidDataException(
                $"It has {stream.Length:N0} bytes; the format allows 2 GB, and larger weights lie in a file beside it: "
                + "export it with external data.");
        }
        OnnxMessageCount.Check(stream);
        stream.Position = 0;
        try
        {
            ModelProto model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(stream);
            Check(model);
            return model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static void Check(ModelProto model)
    {
        if (model.Graph is null)
            throw new InvalidDataException("It has no graph.");
        long? opset = model.OpsetImport
            .FirstOrDefault(import => import.Domain is "" or OnnxNode.StandardDomain)?.Version;
        if (opset is not >= FirstOpset)
        {
            throw new InvalidDataException(
                $"Its operators are of version {opset?.ToString() ?? "none"}; {FirstOpset} is the oldest that can "
                + "be read: export it with a newer opset.");
        }
    }
}
