using System.Numerics;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Checks the schema in an ML.NET model file, which has the format of ML.NET's binary data files.</summary>
internal static class SchemaCheck
{
    private const int HeaderLength = 256, MaximumDimensions = 16;

    /// <exception cref="InvalidDataException">A count, length or offset cannot be right.</exception>
    public static void Run(byte[] bytes)
    {
        var header = new SchemaBytes(bytes);
        header.Skip(24); // magic number and versions, which ML.NET checks
        long contents = header.Int64(), tail = header.Int64(), rows = header.Int64();
        int columns = header.Int32();
        if (contents < HeaderLength || contents > bytes.Length || tail < HeaderLength || tail > bytes.Length)
            throw new InvalidDataException("its parts lie outside it.");
        if (rows != 0)
            throw new InvalidDataException($"it claims {rows} rows; a schema has none.");
        var table = new SchemaBytes(bytes.AsSpan((int)contents));
        if (columns < 0 || columns > table.Length)
            throw new InvalidDataException($"it claims {columns} columns in {table.Length} bytes.");
        for (int i = 0; i < columns; i++)
            CheckColumn(bytes, ref table);
    }

    private static void CheckColumn(byte[] bytes, ref SchemaBytes table)
    {
        table.String();
        CheckCodec(ref table);
        table.Skip(1); // compression
        table.Leb128(); // rows of a block
        table.Skip(sizeof(long)); // the blocks, of which there are none
        long annotations = table.Int64();
        if (annotations == 0)
            return;
        if (annotations < HeaderLength || annotations > bytes.Length)
            throw new InvalidDataException("the annotations of a column lie outside it.");
        var list = new SchemaBytes(bytes.AsSpan((int)annotations));
        long count = list.Leb128();
        if (count > list.Length)
            throw new InvalidDataException($"it claims {count} annotations in {list.Length} bytes.");
        for (long i = 0; i < count; i++)
            CheckAnnotation(bytes, ref list);
    }

    private static void CheckAnnotation(byte[] bytes, ref SchemaBytes list)
    {
        list.String();
        CheckCodec(ref list);
        list.Skip(1); // compression
        long offset = list.Int64(), length = list.Leb128();
        if (offset < 0 || offset > bytes.Length || length > bytes.Length - offset)
            throw new InvalidDataException("an annotation lies outside it.");
    }

    /// <summary>Checks the name and the parameters of a column's type.</summary>
    private static void CheckCodec(ref SchemaBytes source)
    {
        string name = source.String();
        SchemaBytes parameters = source.Part(source.Leb128());
        if (name is "VBuffer")
        {
            CheckCodec(ref parameters);
            CheckDimensions(ref parameters);
        }
        else if (name is "Key" or "Key2")
        {
            CheckCodec(ref parameters);
        }
    }

    private static void CheckDimensions(ref SchemaBytes parameters)
    {
        int count = parameters.Int32();
        if (count is < 0 or > MaximumDimensions || parameters.Length != count * sizeof(int))
            throw new InvalidDataException($"it claims {count} dimensions of a vector in {parameters.Length} bytes.");
        BigInteger product = 1;
        for (int i = 0; i < count; i++)
        {
            int dimension = parameters.Int32();
            product *= dimension >= 0 ? dimension : throw new InvalidDataException("a vector has a negative size.");
        }
        if (product > int.MaxValue)
            throw new InvalidDataException($"a vector has {product} values.");
    }
}
