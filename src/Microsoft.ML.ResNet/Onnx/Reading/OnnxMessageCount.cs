namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Bounds the memory that parsing a file needs. An empty message has two bytes in the file and a hundred as an object, so
/// that a file of a few megabytes could need gigabytes: the messages are counted before any is parsed.
/// </summary>
/// <remarks>
/// Protocol buffers: a message is a sequence of fields, each a tag (number * 8 + wire type) and a value. Numbers are
/// those of <c>onnx.proto</c>.
/// </remarks>
internal static class OnnxMessageCount
{
    /// <summary>Some 200 MB of objects; a network of a thousand layers has a tenth of it.</summary>
    public const int Limit = 1_000_000;

    private const int DeepestMessage = 64;

    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5; // wire types

    private enum Kind { Other, Model, Graph, Function, Node, Attribute, Tensor, Value, Type, TensorType, Shape }

    /// <exception cref="InvalidDataException">There are too many, or the file is damaged.</exception>
    public static void Check(Stream stream)
    {
        Stack<(Kind Kind, long End)> open = new();
        open.Push((Kind.Model, stream.Length));
        int count = 0;
        while (open.TryPeek(out (Kind Kind, long End) message))
        {
            if (stream.Position == message.End)
            {
                open.Pop();
                continue;
            }
            ulong tag = ReadVarint(stream, message.End);
            long length = ReadLength(stream, (int)(tag & 7), message.End);
            if ((tag & 7) == LengthDelimited)
            {
                if (++count > Limit)
                    throw new InvalidDataException(
                        $"It has more than {Limit:N0} parts, which no network of images needs.");
                if (Part(message.Kind, tag >> 3) is not Kind.Other and var part)
                {
                    if (open.Count > DeepestMessage)
                        throw new InvalidDataException($"It has graphs within graphs, {DeepestMessage} deep.");
                    open.Push((part, stream.Position + length));
                    continue;
                }
            }
            if (length > 0)
                stream.Seek(length, SeekOrigin.Current);
        }
    }

    private static Kind Part(Kind kind, ulong field) => (kind, field) switch
    {
        (Kind.Model, 7) or (Kind.Attribute, 6 or 11) => Kind.Graph,
        (Kind.Model, 25) => Kind.Function,
        (Kind.Graph, 1) or (Kind.Function, 7) => Kind.Node,
        (Kind.Graph, 5) or (Kind.Attribute, 5 or 10) => Kind.Tensor,
        (Kind.Graph, 11 or 12 or 13) => Kind.Value,
        (Kind.Node, 5) => Kind.Attribute,
        (Kind.Value, 2) => Kind.Type,
        (Kind.Type, 1) => Kind.TensorType,
        (Kind.TensorType, 2) => Kind.Shape,
        _ => Kind.Other,
    };

    // How many bytes of a field's value are still to come.
    private static long ReadLength(Stream stream, int wireType, long end)
    {
        ulong length = wireType switch
        {
            Varint => ReadVarint(stream, end) & 0,
            Fixed64 => sizeof(ulong),
            Fixed32 => sizeof(uint),
            LengthDelimited => ReadVarint(stream, end),
            _ => throw Damaged(stream),
        };
        return length <= (ulong)(end - stream.Position) ? (long)length : throw Damaged(stream);
    }

    private static ulong ReadVarint(Stream stream, long end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && stream.Position < end; shift += 7)
        {
            int next = stream.ReadByte();
            if (next < 0)
                break;
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw Damaged(stream);
    }

    private static InvalidDataException Damaged(Stream stream) =>
        new($"It is cut off, or no protocol buffer, at byte {stream.Position:N0} of {stream.Length:N0}.");
}
