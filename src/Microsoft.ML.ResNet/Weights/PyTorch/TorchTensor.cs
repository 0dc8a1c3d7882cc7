namespace Microsoft.ML.ResNet.Weights;

/// <summary>The values that a tensor is a view of.</summary>
/// <param name="Key">Their name in the file.</param>
/// <param name="Type">Of an element, as safetensors files say it; null for one that cannot be read.</param>
/// <param name="TypeName">Of an element, as PyTorch says it.</param>
/// <param name="Count">Elements.</param>
internal sealed record TorchStorage(string Key, string? Type, string TypeName, long Count)
{
    /// <summary>Bytes of an element.</summary>
    public int ElementSize => TypeName switch
    {
        "DoubleStorage" or "LongStorage" or "ComplexFloatStorage" => 8,
        "FloatStorage" or "IntStorage" => 4,
        "HalfStorage" or "BFloat16Storage" or "ShortStorage" => 2,
        _ => 1,
    };

    public static TorchStorage Of(PicklePersistent persistent) =>
        persistent.Id is object?[] and ["storage", PickleGlobal { Module: "torch" or "torch.storage" } type, string key, _, long count, ..]
            && count is >= 0 and < long.MaxValue / 16 // in bytes, too
            ? new(key, TypeOf(type.Name), type.Name, count)
            : throw new InvalidDataException("It refers to something else than the values of a tensor.");

    private static string? TypeOf(string name) => name switch
    {
        "FloatStorage" => SafeTensorsType.Float32,
        "HalfStorage" => SafeTensorsType.Float16,
        "BFloat16Storage" => "BF16",
        "DoubleStorage" => "F64",
        _ => null,
    };
}

/// <summary>A view of values: the element at [i, j, ...] is at Offset + i * Strides[0] + j * Strides[1] + ...</summary>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <exception cref="InvalidDataException">It reaches beyond its values.</exception>
    public static TorchTensor Of(object?[] arguments)
    {
        if (arguments is not [PicklePersistent storage, long offset, object?[] sizes, object?[] steps, ..]
            || sizes.Length != steps.Length || sizes.Length > 8)
        {
            throw new InvalidDataException("It has a tensor whose description is none.");
        }
        long[] shape = [.. sizes.Select(Size)], strides = [.. steps.Select(Size)];
        TorchTensor tensor = new(TorchStorage.Of(storage), offset, shape, strides);
        try
        {
            long last = offset;
            for (int i = 0; i < shape.Length; i++)
                last = checked(last + (shape[i] - 1) * strides[i]);
            if (offset >= 0 && (tensor.Count == 0 || last < tensor.Storage.Count))
                return tensor;
        }
        catch (OverflowException)
        {
            // As one that reaches too far.
        }
        throw new InvalidDataException(
            $"It has a tensor of shape [{string.Join(", ", shape)}] in {tensor.Storage.Count:N0} values: it is damaged.");
    }

    private static long Size(object? value) =>
        value is long and >= 0 and var size ? size : throw new InvalidDataException("It has a tensor with a size that is none.");

    /// <summary>The values in row-major order, from those of the storage, which begin at <see cref="Offset"/>.</summary>
    public float[] Arrange(ReadOnlySpan<float> values)
    {
        float[] arranged = new float[Count];
        long[] index = new long[Shape.Length];
        long at = 0;
        for (int i = 0; i < arranged.Length; i++)
        {
            arranged[i] = values[(int)at];
            for (int d = Shape.Length - 1; d >= 0; d--)
            {
                at += Strides[d];
                if (++index[d] < Shape[d])
                    break;
                at -= Strides[d] * Shape[d];
                index[d] = 0;
            }
        }
        return arranged;
    }

    /// <summary>Values of the storage from <see cref="Offset"/> to the last that is part of it.</summary>
    public long Extent => Count == 0 ? 0 : 1 + Shape.Zip(Strides).Sum(pair => (pair.First - 1) * pair.Second);
}
