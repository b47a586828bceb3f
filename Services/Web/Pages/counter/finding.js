// Finding a customer by name, user, phone or national id. The branch lists customers in order;
// we look through its pages.

import { call } from "../shared/bus.js";

const pageSize = 100;
const mostPages = 30;
const mostFound = 20;

/** Text without what people leave out when they search. Pure. */
export function plainText(text) {
  return (text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Whether each word that was typed is somewhere in what is known of the customer. Pure. */
export function isMeant(customer, words) {
  const { name, user, phone, nationalId } = customer;
  const all = [name, user, phone, nationalId].map(plainText).join(" ");
  return words.every((word) => all.includes(word));
}

/** `{customers, isAll}`: at most 20; `isAll` is false where more were not looked at. */
export async function findAccounts(text) {
  const words = plainText(text).split(/\s+/).filter(Boolean);
  const customers = [];
  let after;
  for (let page = 0; page < mostPages; page += 1) {
    const body = { limit: pageSize, ...(after === undefined ? {} : { after }) };
    const reply = await call("customer.list", body, { patience: 3000 });
    for (const customer of reply.customers) {
      if (customer.accounts.length > 0 && isMeant(customer, words)) customers.push(customer);
      if (customers.length >= mostFound) return { customers, isAll: false };
    }
    if (reply.next === undefined) return { customers, isAll: true };
    after = reply.next;
  }
  return { customers, isAll: false };
}
