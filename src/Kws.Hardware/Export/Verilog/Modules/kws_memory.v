// A memory of words for values between the steps: one is written and one is read per cycle. The word that is read comes a cycle later.

module kws_memory #(
  parameter WORDS = 1,
  parameter BITS = 1,
  parameter ADDRESS_BITS = 1
) (
  input  wire                    clock,
  input  wire                    write,
  input  wire [ADDRESS_BITS-1:0] write_address,
  input  wire [BITS-1:0]         write_word,
  input  wire [ADDRESS_BITS-1:0] address,
  output reg  [BITS-1:0]         word
);
  reg [BITS-1:0] words [0:WORDS-1];

  always @(posedge clock) begin
    if (write)
      words[write_address] <= write_word;
    word <= words[address];
  end
endmodule
